import { Injectable } from '@nestjs/common';
import { sql } from '../database/sql';
import { DeadLetterSource, type FailedSubject, type LetterSubject } from '../dead-letters/dead-letter-source';
import { RelayDatabase } from '../outbox/relay-database';
import { ExportRequested } from './export-requested.event';

type FailedExport = Omit<FailedSubject, 'retryWith'> & { readonly userId: string };

/** Exports that could not be made. Other work of the queue `data` is found again by those who want it done. */
@Injectable()
export class ExportDeadLetterSource extends DeadLetterSource {
  readonly queue = 'data';
  readonly saysAgain = ExportRequested;

  constructor(private readonly relay: RelayDatabase) {
    super();
  }

  async failedAfter(id: string, limit: number): Promise<FailedSubject[]> {
    const failed = await this.relay.query<FailedExport>(sql`
      SELECT id, workspace_id AS "workspaceId", user_id AS "userId", greatest(run, 1) AS attempts,
        requested_at AS "failedAt"
      FROM platform.exports WHERE status = 'failed' AND id > ${id} ORDER BY id LIMIT ${limit}`);
    return failed.map(({ userId, ...subject }) => ({
      ...subject,
      retryWith: new ExportRequested(subject.workspaceId, userId, subject.id),
    }));
  }

  async stillFailed(subjects: readonly LetterSubject[]): Promise<string[]> {
    const failed = await this.relay.query<{ id: string }>(sql`
      SELECT id FROM platform.exports
      WHERE id = ANY (${subjects.map(({ id }) => id)}::uuid[]) AND status = 'failed'`);
    return failed.map(({ id }) => id);
  }
}
