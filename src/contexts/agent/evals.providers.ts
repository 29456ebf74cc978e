import { type Provider, type Type } from '@nestjs/common';
import { AddRunToDatasetHandler } from './commands/evals/add-run-to-dataset.command';
import { AdvanceEvalRunHandler } from './commands/evals/advance-eval-run.command';
import { CaseAnswering } from './commands/evals/case-answering';
import { CaseScores } from './commands/evals/case-scores';
import { CreateEvalDatasetHandler } from './commands/evals/create-eval-dataset.command';
import { DeleteEvalDatasetHandler } from './commands/evals/delete-eval-dataset.command';
import { EvalRuns } from './commands/evals/eval-runs';
import { EvalTurn } from './commands/evals/eval-turn';
import { StartEvalRunHandler } from './commands/evals/start-eval-run.command';
import { AnswerJudge } from './domain/evals/answer-judge';
import { EvalSubjects } from './domain/evals/eval-subjects';
import { EvalDatasetsController } from './http/evals/eval-datasets.controller';
import { EvalRunsController } from './http/evals/eval-runs.controller';
import { EvalsDataHolder } from './infrastructure/evals/evals.data-holder';
import { OpenAiAnswerJudge } from './infrastructure/evals/openai.answer-judge';
import { ProfileEvalSubjects } from './infrastructure/evals/profile.eval-subjects';
import { AdvanceEvalRunTask } from './jobs/advance-eval-run.task';
import { FindDueEvalRuns } from './jobs/find-due-eval-runs.task';
import { GetEvalDatasetHandler } from './queries/evals/get-eval-dataset.query';
import { GetEvalRunHandler } from './queries/evals/get-eval-run.query';
import { ListEvalDatasetsHandler } from './queries/evals/list-eval-datasets.query';
import { ListEvalResultsHandler } from './queries/evals/list-eval-results.query';
import { ListEvalRunsHandler } from './queries/evals/list-eval-runs.query';
import { EnqueueEvalOnEvalRunRequested } from './reactions/enqueue-eval-on-eval-run-requested';

export const EVALS_CONTROLLERS: readonly Type[] = [EvalDatasetsController, EvalRunsController];

/** From questions with known answers to how good an agent is. */
export const EVALS: readonly Provider[] = [
  CreateEvalDatasetHandler,
  AddRunToDatasetHandler,
  DeleteEvalDatasetHandler,
  StartEvalRunHandler,
  AdvanceEvalRunHandler,
  EvalRuns,
  EvalTurn,
  CaseAnswering,
  CaseScores,
  ListEvalDatasetsHandler,
  GetEvalDatasetHandler,
  ListEvalRunsHandler,
  GetEvalRunHandler,
  ListEvalResultsHandler,
  AdvanceEvalRunTask,
  FindDueEvalRuns,
  EnqueueEvalOnEvalRunRequested,
  EvalsDataHolder,
  { provide: EvalSubjects, useClass: ProfileEvalSubjects },
  { provide: AnswerJudge, useClass: OpenAiAnswerJudge },
];
