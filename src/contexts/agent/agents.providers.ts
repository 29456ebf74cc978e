import { type Provider } from '@nestjs/common';
import { ActivateVersionHandler } from './commands/activate-version.command';
import { ChangeAgentHandler } from './commands/change-agent.command';
import { CreateAgentHandler } from './commands/create-agent.command';
import { DeleteAgentHandler } from './commands/delete-agent.command';
import { AgentProfiles } from './domain/agent-profiles';
import { AgentsDataHolder } from './infrastructure/agents.data-holder';
import { PostgresAgentProfiles } from './infrastructure/postgres.agent-profiles';
import { GetAgentHandler } from './queries/get-agent.query';
import { ListAgentVersionsHandler } from './queries/list-agent-versions.query';
import { ListAgentsHandler } from './queries/list-agents.query';

/** What the agents of a workspace are: their versions, and which of them answers. */
export const AGENTS: readonly Provider[] = [
  CreateAgentHandler,
  ChangeAgentHandler,
  ActivateVersionHandler,
  DeleteAgentHandler,
  ListAgentsHandler,
  GetAgentHandler,
  ListAgentVersionsHandler,
  AgentsDataHolder,
  { provide: AgentProfiles, useClass: PostgresAgentProfiles },
];
