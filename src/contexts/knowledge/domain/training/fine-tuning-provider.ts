export interface NewTrainingJob {
  readonly fineTuningId: string;
  readonly fileId: string;
  readonly baseModel: string;
  readonly suffix: string | null;
}

export interface TrainingState {
  readonly status: 'running' | 'succeeded' | 'failed' | 'cancelled';
  readonly fineTunedModel: string | null;
  readonly trainedTokens: number | null;
  readonly error: string | null;
  readonly lastEvent: string | null;
}

/**
 * Who trains models. Neither an upload nor a job can be asked for twice without there being two: what may have been
 * asked for already is looked for first. What is refused for good is `unprocessable`; all else may pass.
 */
export abstract class FineTuningProvider {
  abstract readonly isConfigured: boolean;
  abstract findFile(name: string): Promise<string | null>;
  abstract upload(name: string, lines: string): Promise<string>;
  abstract findJob(fineTuningId: string, fileId: string): Promise<string | null>;
  abstract create(job: NewTrainingJob): Promise<string>;
  abstract look(jobId: string): Promise<TrainingState>;
  /** A job that has ended already stays as it is. */
  abstract cancel(jobId: string): Promise<void>;
  abstract discard(fileId: string): Promise<void>;
}
