import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { Database } from '../../../platform/database/database';
import { isAgentSlug } from '../domain/agent-profile';
import { type AgentRow, agentView, NEVER_CHANGED, selectAgents } from './agent-row';
import { type AgentView } from './agent.view';

export class GetAgent extends Query<AgentView> {
  constructor(
    readonly workspaceId: string,
    readonly slug: string,
  ) {
    super();
  }
}

@QueryHandler(GetAgent)
export class GetAgentHandler implements IQueryHandler<GetAgent> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, slug }: GetAgent): Promise<AgentView> {
    if (!isAgentSlug(slug)) throw notFound('agent');
    const [row] = await this.database.query<AgentRow>(workspaceId, selectAgents(workspaceId, slug));
    if (row) return agentView(row);
    if (slug === NEVER_CHANGED.slug) return NEVER_CHANGED;
    throw notFound('agent');
  }
}
