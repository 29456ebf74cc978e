import { type Provider } from '@nestjs/common';
import { ActivateVersionHandler } from './commands/activate-version.command';
import { AnswerMessageHandler } from './commands/answer-message.handler';
import { ChangeAgentHandler } from './commands/change-agent.command';
import { CreateAgentHandler } from './commands/create-agent.command';
import { DeleteAgentHandler } from './commands/delete-agent.command';
import { EndCanaryHandler } from './commands/end-canary.command';
import { JudgeCanaryHandler } from './commands/judge-canary.command';
import { StartCanaryHandler } from './commands/start-canary.command';
import { RequestHandoverHandler } from './commands/request-handover.handler';
import { AgentProfiles } from './domain/agent-profiles';
import { Canaries } from './domain/canaries';
import { AgentsDataHolder } from './infrastructure/agents.data-holder';
import { PostgresAgentProfiles } from './infrastructure/postgres.agent-profiles';
import { PostgresCanaries } from './infrastructure/postgres.canaries';
import { JudgeCanaries } from './jobs/judge-canaries.task';
import { GetCanaryHandler } from './queries/get-canary.query';
import { DescribeAgentHandler } from './queries/describe-agent.handler';
import { GetAgentHandler } from './queries/get-agent.query';
import { ListAgentVersionsHandler } from './queries/list-agent-versions.query';
import { ListAgentsHandler } from './queries/list-agents.query';
import { ListModelNamesHandler } from './queries/list-model-names.handler';

/** What the agents of a workspace are: their versions, which of them answers, and how other contexts reach them. */
export const AGENTS: readonly Provider[] = [
  CreateAgentHandler,
  ChangeAgentHandler,
  ActivateVersionHandler,
  DeleteAgentHandler,
  AnswerMessageHandler,
  RequestHandoverHandler,
  DescribeAgentHandler,
  ListModelNamesHandler,
  ListAgentsHandler,
  GetAgentHandler,
  ListAgentVersionsHandler,
  StartCanaryHandler,
  EndCanaryHandler,
  JudgeCanaryHandler,
  JudgeCanaries,
  GetCanaryHandler,
  AgentsDataHolder,
  { provide: Canaries, useClass: PostgresCanaries },
  { provide: AgentProfiles, useClass: PostgresAgentProfiles },
];
