import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DomainError } from '../../../kernel/domain-error';
import { AgentProfiles } from '../domain/agent-profiles';
import { chatModel, type ChatModelView } from './chat-model.view';

export class GetChatModel extends Query<ChatModelView> {
  constructor(
    readonly workspaceId: string,
    readonly model: string,
  ) {
    super();
  }
}

@QueryHandler(GetChatModel)
export class GetChatModelHandler implements IQueryHandler<GetChatModel> {
  constructor(private readonly agents: AgentProfiles) {}

  async execute({ workspaceId, model }: GetChatModel): Promise<ChatModelView> {
    const agent = await this.agents.find(workspaceId, model);
    if (agent) return chatModel(agent);
    throw new DomainError({
      kind: 'not_found',
      code: 'model_not_found',
      detail: `There is no agent "${model}": GET /openai/models lists those that there are.`,
    });
  }
}
