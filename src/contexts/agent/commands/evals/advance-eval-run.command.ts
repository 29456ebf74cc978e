import { Logger } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '../../../../kernel/domain-error';
import { wins } from '../../../../platform/database/single-winner';
import { summarise } from '../../domain/evals/eval-summary';
import { type EvalRun, EvalRuns } from './eval-runs';
import { EvalTurn } from './eval-turn';

/** Of the jobs that do this. */
export const ADVANCE_EVAL_RUN = 'advance-eval-run';
const MOST_SETBACKS = 8;

export class AdvanceEvalRun extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly evalRunId: string,
  ) {
    super();
  }
}

/** One turn: it goes on where the last one stopped, however that ended. */
@CommandHandler(AdvanceEvalRun)
export class AdvanceEvalRunHandler implements ICommandHandler<AdvanceEvalRun> {
  private readonly logger = new Logger(AdvanceEvalRun.name);

  constructor(
    private readonly runs: EvalRuns,
    private readonly turn: EvalTurn,
  ) {}

  async execute({ workspaceId, evalRunId }: AdvanceEvalRun): Promise<void> {
    const run = await this.runs.begin(workspaceId, evalRunId);
    // A later turn has begun meanwhile: what there is to do, is done there.
    if (run) await wins(this.attempt(run));
  }

  private async attempt(run: EvalRun): Promise<void> {
    try {
      if (!(await this.turn.take(run))) return await this.runs.release(run);
      const results = await this.runs.results(run);
      await this.runs.complete(run, summarise(results, run.threshold));
    } catch (error) {
      await this.settle(run, error instanceof Error ? error : new Error(String(error)));
    }
  }

  private async settle(run: EvalRun, error: Error): Promise<void> {
    const kind = error instanceof DomainError ? error.kind : null;
    if (kind === 'conflict') throw error;
    this.logger.warn(`The eval run ${run.id} does not go on: ${error.message}`);
    const isOver = kind === 'unprocessable' || run.setbacks + 1 >= MOST_SETBACKS;
    await (isOver ? this.runs.fail(run, error) : this.runs.pause(run));
  }
}
