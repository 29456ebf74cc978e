import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { AgentProfiles } from '../domain/agent-profiles';
import { chatModel, type ChatModelsView } from './chat-model.view';

export class ListChatModels extends Query<ChatModelsView> {
  constructor(readonly workspaceId: string) {
    super();
  }
}

@QueryHandler(ListChatModels)
export class ListChatModelsHandler implements IQueryHandler<ListChatModels> {
  constructor(private readonly agents: AgentProfiles) {}

  async execute({ workspaceId }: ListChatModels): Promise<ChatModelsView> {
    const agents = await this.agents.list(workspaceId);
    return { object: 'list', data: agents.map(chatModel) };
  }
}
