import { type Provider } from '@nestjs/common';
import { Settings } from '../../../config/settings';
import { Clock } from '../../kernel/clock';
import { ActiveRuns } from './commands/active-runs';
import { Answering } from './commands/answering';
import { RateRunHandler } from './commands/rate-run.command';
import { RunTelling } from './commands/run-telling';
import { CancelRunHandler } from './commands/cancel-run.command';
import { EndLostRunHandler } from './commands/end-lost-run.command';
import { Deciding } from './commands/deciding';
import { Gathering } from './commands/gathering';
import { PlanLoop } from './commands/plan-loop';
import { ResumeRunHandler } from './commands/resume-run.command';
import { RunTurnHandler } from './commands/run-turn.command';
import { TurnAnswering } from './commands/turn-answering';
import { TurnOpening } from './commands/turn-opening';
import { TurnWork } from './commands/turn-work';
import { ChatModels } from './domain/chat-models';
import { type Planner } from './domain/planner';
import { PlannerChain } from './domain/planner-chain';
import { PlannerHealth } from './domain/planner-health';
import { RunLimits } from './domain/run-limits';
import { RunSignals } from './domain/run-signals';
import { Turns } from './domain/turns';
import { ModelClients } from './infrastructure/planners/model-clients';
import { OpenAiPlanner } from './infrastructure/planners/openai.planner';
import { RemotePlanner } from './infrastructure/planners/remote.planner';
import { RuleBasedPlanner } from './infrastructure/planners/rule-based.planner';
import { SharedPlannerHealth } from './infrastructure/planners/shared.planner-health';
import { PostgresTurns } from './infrastructure/postgres.turns';
import { RelayedRunSignals } from './infrastructure/relayed.run-signals';
import { AgentRunsController } from './http/agent-runs.controller';
import { AgentsController } from './http/agents.controller';
import { ModelsController } from './http/models.controller';
import { RespondController } from './http/respond.controller';
import { RunEvents } from './http/run-events';
import { PostgresRunLog } from './infrastructure/postgres.run-log';
import { EraseRunEvents } from './jobs/erase-run-events.task';
import { FindDecidedRuns } from './jobs/find-decided-runs.task';
import { ResumeRunTask } from './jobs/resume-run.task';
import { ListModelsHandler } from './queries/list-models.query';
import { ListRunEventsHandler } from './queries/list-run-events.query';
import { RunLog } from './domain/run-log';
import { FindLostRuns } from './jobs/find-lost-runs.task';
import { EnqueueRunOnApprovalDecided } from './reactions/enqueue-run-on-approval-decided';

export const PLANNING_CONTROLLERS = [
  AgentsController,
  AgentRunsController,
  RespondController,
  ModelsController,
];

/** From a message to the reply: who decides, within which limits, and what becomes of a run. */
export const PLANNING: readonly Provider[] = [
  RunTurnHandler,
  ResumeRunHandler,
  CancelRunHandler,
  EndLostRunHandler,
  RateRunHandler,
  ListModelsHandler,
  ListRunEventsHandler,
  RunTelling,
  RunEvents,
  EraseRunEvents,
  TurnOpening,
  TurnWork,
  Answering,
  TurnAnswering,
  Deciding,
  Gathering,
  PlanLoop,
  ActiveRuns,
  FindLostRuns,
  EnqueueRunOnApprovalDecided,
  ResumeRunTask,
  FindDecidedRuns,
  { provide: Turns, useClass: PostgresTurns },
  { provide: RunLog, useClass: PostgresRunLog },
  { provide: RunSignals, useClass: RelayedRunSignals },
  { provide: PlannerHealth, useClass: SharedPlannerHealth },
  { provide: ChatModels, inject: [Settings], useFactory: ({ llm }: Settings) => new ModelClients(llm) },
  { provide: RunLimits, inject: [Settings], useFactory: ({ planning }: Settings) => planning.limits },
  {
    provide: PlannerChain,
    inject: [Settings, ChatModels, PlannerHealth, Clock],
    useFactory: plannerChain,
  },
];

function plannerChain(
  { llm, planning }: Settings,
  models: ModelClients,
  health: PlannerHealth,
  clock: Clock,
): PlannerChain {
  const planners: Planner[] = [new RuleBasedPlanner()];
  if (models.all.length > 0) planners.unshift(new OpenAiPlanner(models, llm.timeoutMs));
  if (planning.remote) planners.unshift(new RemotePlanner(planning.remote));
  return new PlannerChain(planners, health, clock);
}
