import { Module } from '@nestjs/common';
import { Settings } from '../../../config/settings';
import { Clock } from '../../kernel/clock';
import { createOpenAiClient } from '../../platform/llm/openai-client';
import { Answering } from './commands/answering';
import { RunTurnHandler } from './commands/run-turn.command';
import { AgentProfiles } from './domain/agent-profiles';
import { type Planner } from './domain/planner';
import { PlannerChain } from './domain/planner-chain';
import { Turns } from './domain/turns';
import { AgentRunsController } from './http/agent-runs.controller';
import { AgentsController } from './http/agents.controller';
import { AgentDataHolder } from './infrastructure/agent.data-holder';
import { BuiltInAgentProfiles } from './infrastructure/built-in.agent-profiles';
import { OpenAiPlanner } from './infrastructure/planners/openai.planner';
import { RuleBasedPlanner } from './infrastructure/planners/rule-based.planner';
import { PostgresTurns } from './infrastructure/postgres.turns';
import { GetRunHandler } from './queries/get-run.query';
import { ListRunsHandler } from './queries/list-runs.query';

@Module({
  controllers: [AgentsController, AgentRunsController],
  providers: [
    RunTurnHandler,
    Answering,
    GetRunHandler,
    ListRunsHandler,
    AgentDataHolder,
    { provide: AgentProfiles, useClass: BuiltInAgentProfiles },
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
