import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { ListChatModels } from '../contracts/list-chat-models.query';
import { ChatModels } from '../domain/chat-models';

@QueryHandler(ListChatModels)
export class ListChatModelsHandler implements IQueryHandler<ListChatModels> {
  constructor(private readonly models: ChatModels) {}

  execute(): Promise<readonly string[]> {
    return Promise.resolve(this.models.all.map(({ name }) => name));
  }
}
