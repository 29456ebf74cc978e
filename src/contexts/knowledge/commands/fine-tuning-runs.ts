import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database';
import { sql, type Statement } from '../../../platform/database/sql';
import { deadLetter, settleDeadLetter } from '../../../platform/outbox/dead-letter';
import { FineTuningRetryAsked } from '../contracts/fine-tuning-retry-asked.event';
import { type TrainingState } from '../domain/training/fine-tuning-provider';
import { type TrainingExample } from '../domain/training/training-examples';

/** Longer than any call to the provider may take, so that what follows a call is still its caller's to do. */
const HELD_SECONDS = 300;
const LOOK_AGAIN_SECONDS = 30;
const FIRST_PAUSE_SECONDS = 15;
const LONGEST_PAUSE_SECONDS = 600;

/** One turn at a fine-tuning. A turn that was taken for dead and lives can write nothing once the next has begun. */
export interface FineTuningRun {
  readonly workspaceId: string;
  readonly id: string;
  readonly number: number;
  readonly trainingSetId: string | null;
  readonly baseModel: string;
  readonly suffix: string | null;
  readonly fileId: string | null;
  readonly jobId: string | null;
  readonly cancelAsked: boolean;
  /** Failed ones, since the last that did not. */
  readonly attempts: number;
}

export type TrainingEnd = Omit<TrainingState, 'status'> & {
  readonly status: Exclude<TrainingState['status'], 'running'>;
};

@Injectable()
export class FineTuningRuns {
  constructor(private readonly database: Database) {}

  /** Null when it has ended, is not due yet, or is in other hands. */
  async begin(workspaceId: string, id: string): Promise<FineTuningRun | null> {
    const [run] = await this.database.query<FineTuningRun & Record<string, unknown>>(
      workspaceId,
      sql`
        UPDATE knowledge.fine_tunings SET run = run + 1, held_until = now() + make_interval(secs => ${HELD_SECONDS})
        WHERE workspace_id = ${workspaceId} AND id = ${id} AND status IN ('preparing', 'running')
          AND due_at <= now() AND (held_until IS NULL OR held_until < now())
        RETURNING workspace_id AS "workspaceId", id, run AS number, training_set_id AS "trainingSetId",
          base_model AS "baseModel", suffix, file_id AS "fileId", job_id AS "jobId", cancel_asked AS "cancelAsked",
          attempts`,
    );
    return run ?? null;
  }

  async examplesFor({ workspaceId, trainingSetId }: FineTuningRun): Promise<TrainingExample[] | null> {
    const [found] = await this.database.query<{ examples: TrainingExample[] }>(
      workspaceId,
      sql`
        SELECT examples FROM knowledge.training_sets
        WHERE workspace_id = ${workspaceId} AND id = ${trainingSetId}`,
    );
    return found?.examples ?? null;
  }

  /** Right before a call that cannot be taken back: says that this turn is still the one, and for longer. */
  hold(run: FineTuningRun, fileId: string): Promise<void> {
    return this.write(run, [
      sql`
        WITH held AS (
          UPDATE knowledge.fine_tunings
          SET file_id = ${fileId}, held_until = now() + make_interval(secs => ${HELD_SECONDS})
          WHERE workspace_id = ${run.workspaceId} AND id = ${run.id} AND run = ${run.number}
          RETURNING 1)
        SELECT platform.expect_changed(count(*)) FROM held`,
    ]);
  }

  /** The provider has the job, and is looked at again; at once when somebody wants it cancelled meanwhile. */
  goOn(run: FineTuningRun, jobId: string, lastEvent: string | null): Promise<void> {
    return this.write(run, [
      sql`
        WITH going AS (
          UPDATE knowledge.fine_tunings
          SET status = 'running', job_id = ${jobId}, last_event = coalesce(${lastEvent}, last_event), attempts = 0,
            held_until = NULL, updated_at = now(), due_at = CASE WHEN cancel_asked AND NOT ${run.cancelAsked}
              THEN now() ELSE now() + make_interval(secs => ${LOOK_AGAIN_SECONDS}) END
          WHERE workspace_id = ${run.workspaceId} AND id = ${run.id} AND run = ${run.number}
          RETURNING 1)
        SELECT platform.expect_changed(count(*)) FROM going`,
    ]);
  }

  pause(run: FineTuningRun): Promise<void> {
    const seconds = Math.min(FIRST_PAUSE_SECONDS * 2 ** run.attempts, LONGEST_PAUSE_SECONDS);
    return this.write(run, [
      sql`
        WITH paused AS (
          UPDATE knowledge.fine_tunings
          SET attempts = attempts + 1, held_until = NULL, due_at = now() + make_interval(secs => ${seconds})
          WHERE workspace_id = ${run.workspaceId} AND id = ${run.id} AND run = ${run.number}
          RETURNING 1)
        SELECT platform.expect_changed(count(*)) FROM paused`,
    ]);
  }

  end(run: FineTuningRun, end: TrainingEnd): Promise<void> {
    return this.write(run, [
      endStatement(run, end, false),
      settleDeadLetter(run.workspaceId, 'data', run.id),
    ]);
  }

  /** Another try can help, but none comes by itself. */
  giveUp(run: FineTuningRun, error: Error): Promise<void> {
    const end = { ...NOTHING_TRAINED, status: 'failed', error: error.message } as const;
    const letter = deadLetter({
      workspaceId: run.workspaceId,
      queue: 'data',
      subjectId: run.id,
      retryWith: new FineTuningRetryAsked(run.workspaceId, run.id),
      error,
      attempts: run.attempts + 1,
    });
    return this.write(run, [endStatement(run, end, true), letter]);
  }

  private async write({ workspaceId }: FineTuningRun, statements: readonly Statement[]): Promise<void> {
    await this.database.batch(workspaceId, statements);
  }
}

export const NOTHING_TRAINED = { fineTunedModel: null, trainedTokens: null, error: null, lastEvent: null };

/** What is to be tried again keeps its file: a job that was asked for, and never heard of, is known by it. */
function endStatement(
  { workspaceId, id, number }: FineTuningRun,
  end: TrainingEnd,
  mayRetry: boolean,
): Statement {
  return sql`
    WITH ended AS (
      UPDATE knowledge.fine_tunings
      SET status = ${end.status}, fine_tuned_model = ${end.fineTunedModel}, trained_tokens = ${end.trainedTokens},
        error = ${end.error}, last_event = coalesce(${end.lastEvent}, last_event), may_retry = ${mayRetry},
        file_id = CASE WHEN ${mayRetry} THEN file_id END, held_until = NULL, updated_at = now()
      WHERE workspace_id = ${workspaceId} AND id = ${id} AND run = ${number}
      RETURNING 1)
    SELECT platform.expect_changed(count(*)) FROM ended`;
}
