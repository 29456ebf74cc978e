import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { deadLetter, settleDeadLetter } from '../../../platform/outbox/dead-letter';
import { FormRetryAsked } from '../contracts/form-retry-asked.event';
import { type Caller } from '../domain/caller';
import { type FormField, type FormValues } from '../domain/form-fields';

const QUEUE = 'data';
const FIRST_PAUSE_SECONDS = 15;
const LONGEST_PAUSE_SECONDS = 600;

/** A submission that its agent has not heard of yet. */
export interface UnheardSubmission {
  readonly workspaceId: string;
  readonly id: string;
  readonly conversationId: string;
  readonly agent: string;
  readonly title: string;
  readonly fields: readonly FormField[];
  readonly values: FormValues;
  readonly caller: Caller;
  /** That have failed. */
  readonly attempts: number;
}

@Injectable()
export class FormHandBacks {
  constructor(private readonly database: Database) {}

  /** Null when its agent has heard of it, or only an operator can bring it on. */
  async find(workspaceId: string, submissionId: string): Promise<UnheardSubmission | null> {
    const [unheard] = await this.database.query<UnheardSubmission & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT submission.workspace_id AS "workspaceId", submission.id, form.conversation_id AS "conversationId",
          form.agent, form.title, form.fields, submission.answers AS "values", submission.caller, submission.attempts
        FROM agent.form_submissions AS submission
        JOIN agent.forms AS form ON form.workspace_id = submission.workspace_id AND form.id = submission.form_id
        WHERE submission.workspace_id = ${workspaceId} AND submission.id = ${submissionId}
          AND submission.handed_back_at IS NULL AND NOT submission.may_retry`,
    );
    return unheard ?? null;
  }

  /** Whose rights they were is of no use any more. */
  async done({ workspaceId, id }: UnheardSubmission, now: Date): Promise<void> {
    await this.database.batch(workspaceId, [
      sql`
        UPDATE agent.form_submissions SET handed_back_at = ${now}, caller = NULL, may_retry = false, error = NULL
        WHERE workspace_id = ${workspaceId} AND id = ${id} AND handed_back_at IS NULL`,
      settleDeadLetter(workspaceId, QUEUE, id),
    ]);
  }

  async pause({ workspaceId, id, attempts }: UnheardSubmission, now: Date): Promise<void> {
    const seconds = Math.min(FIRST_PAUSE_SECONDS * 2 ** attempts, LONGEST_PAUSE_SECONDS);
    await this.database.query(
      workspaceId,
      sql`
        UPDATE agent.form_submissions
        SET attempts = attempts + 1, due_at = ${now}::timestamptz + make_interval(secs => ${seconds})
        WHERE workspace_id = ${workspaceId} AND id = ${id} AND handed_back_at IS NULL AND NOT may_retry`,
    );
  }

  /** Another try can help, but none comes by itself. */
  async giveUp({ workspaceId, id, attempts }: UnheardSubmission, error: Error, now: Date): Promise<void> {
    const retryWith = new FormRetryAsked(workspaceId, id);
    await this.database.batch(workspaceId, [
      sql`
        WITH failed AS (
          UPDATE agent.form_submissions
          SET may_retry = true, error = ${error.message.slice(0, 2_000)}, attempts = attempts + 1, due_at = ${now}
          WHERE workspace_id = ${workspaceId} AND id = ${id} AND handed_back_at IS NULL AND NOT may_retry
          RETURNING 1)
        SELECT platform.expect_changed(count(*)) FROM failed`,
      deadLetter({
        workspaceId,
        queue: QUEUE,
        subjectId: id,
        retryWith,
        error,
        attempts: attempts + 1,
      }),
    ]);
  }
}
