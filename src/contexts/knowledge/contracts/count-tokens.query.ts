import { Query } from '@nestjs/cqrs';

/** How many tokens each of the texts has, by the vocabulary that documents are cut by. */
export class CountTokens extends Query<readonly number[]> {
  constructor(readonly texts: readonly string[]) {
    super();
  }
}
