import { DomainError } from '../../kernel/domain-error';
import { type DomainEvent } from '../../kernel/domain-event';
import { uuidv7 } from '../../kernel/ids';
import { sql, type Statement } from '../database/sql';
import { requestContext } from '../telemetry/request-context';

export interface DeadLetter {
  /** Null for work about a person's account. */
  readonly workspaceId: string | null;
  readonly queue: string;
  /** What the job was about; there is at most one open dead letter about it. */
  readonly subjectId: string;
  /** The event that makes the work start over when an operator retries. */
  readonly retryWith: DomainEvent;
  readonly error: unknown;
  readonly attempts: number;
}

/** The row that makes a job's final failure visible. It belongs into the transaction that records the failure. */
export function deadLetter(letter: DeadLetter): Statement {
  const error = letter.error instanceof Error ? letter.error : new Error(String(letter.error));
  const eventType = (letter.retryWith.constructor as unknown as { type: string }).type;
  return sql`
    INSERT INTO platform.dead_letters (id, workspace_id, source, name, subject_id, event_type, payload,
      error_class, error_code, error, attempts, request_id, first_failed_at, last_failed_at)
    VALUES (${uuidv7()}, ${letter.workspaceId}, 'queue', ${letter.queue}, ${letter.subjectId}, ${eventType},
      ${JSON.stringify(letter.retryWith)}, ${error.name}, ${error instanceof DomainError ? error.code : null},
      ${error.message.slice(0, 2_000)}, ${letter.attempts}, ${requestContext.getStore()?.requestId ?? null}, now(), now())
    ON CONFLICT (source, name, subject_id) WHERE status = 'open' DO NOTHING`;
}

/**
 * What it was about is no more, or does well again: nobody needs to try anything. It belongs into the transaction
 * that makes it so; whatever forgets to say it is found out by the reconciler.
 */
export function settleDeadLetter(workspaceId: string, queue: string, subjectId: string): Statement {
  return sql`
    UPDATE platform.dead_letters SET status = 'resolved', closed_at = now()
    WHERE workspace_id = ${workspaceId} AND source = 'queue' AND name = ${queue} AND subject_id = ${subjectId}
      AND status = 'open'`;
}
