import { Logger } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '../../../kernel/domain-error';
import { wins } from '../../../platform/database/single-winner';
import { FaultPoints } from '../../../platform/faults/fault-points';
import { trainingSetGone } from '../domain/training/errors';
import { FineTuningProvider } from '../domain/training/fine-tuning-provider';
import { toJsonLines } from '../domain/training/training-examples';
import { type FineTuningRun, FineTuningRuns, NOTHING_TRAINED, type TrainingEnd } from './fine-tuning-runs';

/** Of the jobs that do this. */
export const ADVANCE_FINE_TUNING = 'advance-fine-tuning';
/** With its pauses, more than an hour of outage. */
const MOST_ATTEMPTS = 12;

export class AdvanceFineTuning extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly fineTuningId: string,
  ) {
    super();
  }
}

/**
 * One turn: hands the examples over and asks for the job, or looks how the job does. Each step is noted before the
 * next one begins, and whoever comes after a crash asks the provider first what it has already.
 */
@CommandHandler(AdvanceFineTuning)
export class AdvanceFineTuningHandler implements ICommandHandler<AdvanceFineTuning> {
  private readonly logger = new Logger(AdvanceFineTuning.name);

  constructor(
    private readonly runs: FineTuningRuns,
    private readonly provider: FineTuningProvider,
    private readonly faults: FaultPoints,
  ) {}

  async execute({ workspaceId, fineTuningId }: AdvanceFineTuning): Promise<void> {
    const run = await this.runs.begin(workspaceId, fineTuningId);
    // A later turn has begun meanwhile: what there is to do, is done there.
    if (run) await wins(this.attempt(run));
  }

  private async attempt(run: FineTuningRun): Promise<void> {
    let reached = run;
    try {
      if (run.jobId !== null) return await this.look(run, run.jobId);
      reached = { ...run, fileId: await this.fileOf(run) };
      await this.submit(reached, run.fileId !== null);
    } catch (error) {
      await this.settle(reached, error instanceof Error ? error : new Error(String(error)));
    }
  }

  private async settle(run: FineTuningRun, error: Error): Promise<void> {
    const kind = error instanceof DomainError ? error.kind : null;
    if (kind === 'conflict') throw error;
    if (kind === 'unprocessable') {
      return this.end(run, { ...NOTHING_TRAINED, status: 'failed', error: error.message });
    }
    this.logger.warn(`Fine-tuning ${run.id} pauses: ${error.message}`);
    // A job that the provider has goes on without us: it is looked at for as long as it takes.
    const isLast = run.jobId === null && run.attempts + 1 >= MOST_ATTEMPTS;
    await (isLast ? this.runs.giveUp(run, error) : this.runs.pause(run));
  }

  /** Null when there is none and none is wanted any more. */
  private async fileOf(run: FineTuningRun): Promise<string | null> {
    const known = run.fileId ?? (await this.lostFile(run));
    return known ?? (run.cancelAsked ? null : this.handOver(run));
  }

  /** Only where the file was noted before this turn can a job have been asked for. */
  private async submit(run: FineTuningRun, mayBeAsked: boolean): Promise<void> {
    const { id: fineTuningId, fileId, baseModel, suffix } = run;
    const asked = mayBeAsked && fileId !== null ? await this.provider.findJob(fineTuningId, fileId) : null;
    if (asked !== null) return this.runs.goOn(run, asked, null);
    if (run.cancelAsked || fileId === null) {
      return this.end(run, { ...NOTHING_TRAINED, status: 'cancelled' });
    }
    await this.runs.hold(run, fileId);
    const jobId = await this.provider.create({ fineTuningId, fileId, baseModel, suffix });
    await this.faults.reach('fine-tuning job created');
    await this.runs.goOn(run, jobId, null);
  }

  /** That an earlier turn has handed over without living to note it. */
  private async lostFile(run: FineTuningRun): Promise<string | null> {
    return run.number > 1 ? this.provider.findFile(fileNameOf(run)) : null;
  }

  private async handOver(run: FineTuningRun): Promise<string> {
    const examples = await this.runs.examplesFor(run);
    if (!examples) throw trainingSetGone();
    const fileId = await this.provider.upload(fileNameOf(run), toJsonLines(examples));
    await this.faults.reach('fine-tuning file uploaded');
    return fileId;
  }

  private async look(run: FineTuningRun, jobId: string): Promise<void> {
    if (run.cancelAsked) await this.provider.cancel(jobId);
    const { status, ...state } = await this.provider.look(jobId);
    if (status === 'running') return this.runs.goOn(run, jobId, state.lastEvent);
    await this.end(run, { ...state, status });
  }

  /** The file goes first: should it fail in between, both are done again. */
  private async end(run: FineTuningRun, end: TrainingEnd): Promise<void> {
    if (run.fileId !== null) await this.discard(run.fileId);
    await this.runs.end(run, end);
  }

  private async discard(fileId: string): Promise<void> {
    try {
      await this.provider.discard(fileId);
    } catch (error) {
      this.logger.warn(`The provider still has the training file ${fileId}: ${(error as Error).message}`);
    }
  }
}

const fileNameOf = ({ id }: FineTuningRun) => `parley-${id}.jsonl`;
