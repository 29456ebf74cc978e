import { type Provider } from '@nestjs/common';
import { AdvanceFineTuningHandler } from './commands/advance-fine-tuning.command';
import { CancelFineTuningHandler } from './commands/cancel-fine-tuning.command';
import { CreateTrainingSetHandler } from './commands/create-training-set.command';
import { DeleteTrainingSetHandler } from './commands/delete-training-set.command';
import { FineTuningRuns } from './commands/fine-tuning-runs';
import { RequeueFineTuningHandler } from './commands/requeue-fine-tuning.command';
import { StartFineTuningHandler } from './commands/start-fine-tuning.command';
import { FineTuningProvider } from './domain/training/fine-tuning-provider';
import { FineTuningDeadLetterSource } from './infrastructure/fine-tuning.dead-letter-source';
import { OpenAiFineTuningProvider } from './infrastructure/openai.fine-tuning-provider';
import { TrainingDataHolder } from './infrastructure/training.data-holder';
import { AdvanceFineTuningTask } from './jobs/advance-fine-tuning.task';
import { FindDueFineTunings } from './jobs/find-due-fine-tunings.task';
import { GetFineTuningHandler } from './queries/get-fine-tuning.query';
import { GetTrainingSetHandler } from './queries/get-training-set.query';
import { ListFineTuningsHandler } from './queries/list-fine-tunings.query';
import { ListTrainingSetsHandler } from './queries/list-training-sets.query';
import { RequeueFineTuningOnFineTuningRetryAsked } from './reactions/requeue-fine-tuning-on-fine-tuning-retry-asked';

/** From a workspace's own questions and answers to a model of its own. */
export const TRAINING: readonly Provider[] = [
  CreateTrainingSetHandler,
  DeleteTrainingSetHandler,
  StartFineTuningHandler,
  CancelFineTuningHandler,
  AdvanceFineTuningHandler,
  RequeueFineTuningHandler,
  FineTuningRuns,
  ListTrainingSetsHandler,
  GetTrainingSetHandler,
  ListFineTuningsHandler,
  GetFineTuningHandler,
  AdvanceFineTuningTask,
  FindDueFineTunings,
  RequeueFineTuningOnFineTuningRetryAsked,
  FineTuningDeadLetterSource,
  TrainingDataHolder,
  { provide: FineTuningProvider, useClass: OpenAiFineTuningProvider },
];
