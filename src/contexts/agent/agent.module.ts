import { Module } from '@nestjs/common';
import { Settings } from '../../../config/settings';
import { Clock } from '../../kernel/clock';
import { createOpenAiClient } from '../../platform/llm/openai-client';
import { AGENTS } from './agents.providers';
import { Answering } from './commands/answering';
import { RunTurnHandler } from './commands/run-turn.command';
import { type Planner } from './domain/planner';
import { PlannerChain } from './domain/planner-chain';
import { Turns } from './domain/turns';
import { EVALS, EVALS_CONTROLLERS } from './evals.providers';
import { FORMS } from './forms.providers';
import { AgentDefinitionsController } from './http/agent-definitions.controller';
import { AgentRunsController } from './http/agent-runs.controller';
import { AgentsController } from './http/agents.controller';
import { FormsController } from './http/forms.controller';
import { AgentDataHolder } from './infrastructure/agent.data-holder';
import { OpenAiPlanner } from './infrastructure/planners/openai.planner';
import { RuleBasedPlanner } from './infrastructure/planners/rule-based.planner';
import { PostgresTurns } from './infrastructure/postgres.turns';
import { INTERFACE_CONTROLLERS, INTERFACES } from './interfaces.providers';
import { GetRunHandler } from './queries/get-run.query';
import { ListRunsHandler } from './queries/list-runs.query';
import { SIMULATIONS, SIMULATIONS_CONTROLLERS } from './simulations.providers';
import { TOOL_CONTROLLERS, TOOLS } from './tools.providers';

@Module({
  controllers: [
    AgentDefinitionsController,
    AgentsController,
    AgentRunsController,
    FormsController,
    ...TOOL_CONTROLLERS,
    ...EVALS_CONTROLLERS,
    ...SIMULATIONS_CONTROLLERS,
    ...INTERFACE_CONTROLLERS,
  ],
  providers: [
    RunTurnHandler,
    Answering,
    GetRunHandler,
    ListRunsHandler,
    ...FORMS,
    ...INTERFACES,
    AgentDataHolder,
    ...TOOLS,
    ...EVALS,
    ...SIMULATIONS,
    ...AGENTS,
    { provide: Turns, useClass: PostgresTurns },
    { provide: PlannerChain, inject: [Settings, Clock], useFactory: plannerChain },
  ],
})
export class AgentModule {}

function plannerChain({ llm }: Settings, clock: Clock): PlannerChain {
  const client = createOpenAiClient(llm);
  const planners: Planner[] = [new RuleBasedPlanner()];
  if (client) planners.unshift(new OpenAiPlanner(client, llm.chatModel, llm.timeoutMs));
  return new PlannerChain(planners, llm.cooldownMs, clock);
}
