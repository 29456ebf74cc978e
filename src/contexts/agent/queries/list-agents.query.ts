import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { type AgentRow, agentView, NEVER_CHANGED, selectAgents } from './agent-row';
import { type AgentsView } from './agent.view';

export class ListAgents extends Query<AgentsView> {
  constructor(readonly workspaceId: string) {
    super();
  }
}

@QueryHandler(ListAgents)
export class ListAgentsHandler implements IQueryHandler<ListAgents> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId }: ListAgents): Promise<AgentsView> {
    const rows = await this.database.query<AgentRow>(workspaceId, selectAgents(workspaceId, null));
    const changed = rows.map(agentView);
    const isChanged = changed.some(({ slug }) => slug === NEVER_CHANGED.slug);
    const items = isChanged ? changed : [NEVER_CHANGED, ...changed];
    return { items: items.sort((a, b) => (a.slug < b.slug ? -1 : 1)) };
  }
}
