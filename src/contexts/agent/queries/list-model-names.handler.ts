import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { ListModelNames } from '../contracts/list-model-names.query';
import { ChatModels } from '../domain/chat-models';

@QueryHandler(ListModelNames)
export class ListModelNamesHandler implements IQueryHandler<ListModelNames> {
  constructor(private readonly models: ChatModels) {}

  execute(): Promise<readonly string[]> {
    return Promise.resolve(this.models.all.map(({ name }) => name));
  }
}
