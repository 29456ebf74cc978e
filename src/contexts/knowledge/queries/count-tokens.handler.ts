import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { CountTokens } from '../contracts/count-tokens.query';
import { Tokenizer } from '../domain/tokenizer';

@QueryHandler(CountTokens)
export class CountTokensHandler implements IQueryHandler<CountTokens> {
  constructor(private readonly tokenizer: Tokenizer) {}

  execute({ texts }: CountTokens): Promise<readonly number[]> {
    return Promise.resolve(texts.map((text) => this.tokenizer.count(text)));
  }
}
