import { Injectable } from '@nestjs/common';
import { sql } from '../database/sql';
import { DeadLetterSource, type FailedSubject, type LetterSubject } from '../dead-letters/dead-letter-source';
import { RelayDatabase } from '../outbox/relay-database';
import { MailRequested } from './mail-requested.event';

/** Mails that could not be sent. Their row goes after a month, and the letter with it. */
@Injectable()
export class MailDeadLetterSource extends DeadLetterSource {
  readonly queue = 'email';
  readonly saysAgain = MailRequested;

  constructor(private readonly relay: RelayDatabase) {
    super();
  }

  async failedAfter(id: string, limit: number): Promise<FailedSubject[]> {
    const failed = await this.relay.query<{ id: string; workspaceId: string | null; failedAt: Date }>(sql`
      SELECT id, workspace_id AS "workspaceId", failed_at AS "failedAt" FROM platform.mails
      WHERE failed_at IS NOT NULL AND sent_at IS NULL AND id > ${id} ORDER BY id LIMIT ${limit}`);
    return failed.map((mail) => ({
      ...mail,
      attempts: 1,
      retryWith: new MailRequested(mail.workspaceId, mail.id),
    }));
  }

  async stillFailed(subjects: readonly LetterSubject[]): Promise<string[]> {
    const failed = await this.relay.query<{ id: string }>(sql`
      SELECT id FROM platform.mails
      WHERE id = ANY (${subjects.map(({ id }) => id)}::uuid[]) AND failed_at IS NOT NULL AND sent_at IS NULL`);
    return failed.map(({ id }) => id);
  }
}
