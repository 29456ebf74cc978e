import { Injectable } from '@nestjs/common';
import { uuidv7 } from '../../kernel/ids';
import { sql } from '../database/sql';
import { RelayDatabase } from '../outbox/relay-database';
import { type DeadLetterSource, type FailedSubject, type LetterSubject } from './dead-letter-source';

/** For so long a retry may be on its way, while its subject still counts as failed. */
const RETRY_TAKES_MINUTES = 10;
const NO_REASON = 'It failed for good; why is not known any more.';

export interface OpenLetter extends LetterSubject {
  readonly letterId: string;
}

/** The reconciler's SQL, across all workspaces. */
@Injectable()
export class LetterBalance {
  constructor(private readonly database: RelayDatabase) {}

  openAfter({ queue, saysAgain }: DeadLetterSource, letterId: string, limit: number): Promise<OpenLetter[]> {
    return this.database.query<OpenLetter & Record<string, unknown>>(sql`
      SELECT id AS "letterId", workspace_id AS "workspaceId", subject_id AS id FROM platform.dead_letters
      WHERE status = 'open' AND source = 'queue' AND name = ${queue} AND event_type = ${saysAgain.type}
        AND id > ${letterId}
      ORDER BY id LIMIT ${limit}`);
  }

  /** Unless the last letter about it is open, was discarded, or was retried a moment ago. */
  async open({ queue, saysAgain }: DeadLetterSource, failed: readonly FailedSubject[]): Promise<number> {
    const missing = failed.map((subject) => ({
      letter_id: uuidv7(),
      workspace_id: subject.workspaceId,
      subject_id: subject.id,
      payload: subject.retryWith,
      attempts: subject.attempts,
      failed_at: subject.failedAt,
    }));
    const opened = await this.database.query(sql`
      INSERT INTO platform.dead_letters (id, workspace_id, source, name, subject_id, event_type, payload,
        error_class, error, attempts, first_failed_at, last_failed_at)
      SELECT letter_id, missing.workspace_id, 'queue', ${queue}, missing.subject_id, ${saysAgain.type},
        missing.payload, 'Unexplained', ${NO_REASON}, missing.attempts, failed_at, failed_at
      FROM jsonb_to_recordset(${JSON.stringify(missing)}::jsonb) AS missing (letter_id uuid, workspace_id uuid,
        subject_id uuid, payload jsonb, attempts int, failed_at timestamptz)
      LEFT JOIN LATERAL (
        SELECT status, closed_at FROM platform.dead_letters AS known
        WHERE known.source = 'queue' AND known.name = ${queue} AND known.subject_id = missing.subject_id
        ORDER BY closed_at DESC NULLS FIRST LIMIT 1) AS last ON true
      WHERE last.status IS NULL OR last.status = 'resolved'
        OR (last.status = 'retried' AND last.closed_at < now() - make_interval(mins => ${RETRY_TAKES_MINUTES}))
      ON CONFLICT (source, name, subject_id) WHERE status = 'open' DO NOTHING
      RETURNING 1`);
    return opened.length;
  }

  async resolve(letterIds: readonly string[]): Promise<number> {
    const resolved = await this.database.query(sql`
      UPDATE platform.dead_letters SET status = 'resolved', closed_at = now()
      WHERE id = ANY (${letterIds}::uuid[]) AND status = 'open' RETURNING 1`);
    return resolved.length;
  }
}
