import { Injectable } from '@nestjs/common';
import { Database, NO_TENANT } from '../database/database';
import { sql } from '../database/sql';
import { deadLetter } from '../outbox/dead-letter';
import { MailRequested } from './mail-requested.event';

export interface RequestedMail {
  readonly id: string;
  readonly kind: string;
  readonly recipient: string;
  readonly params: Readonly<Record<string, string>>;
  readonly requestedAt: Date;
}

/** Which mails were asked for, and what became of them. */
@Injectable()
export class MailLog {
  constructor(private readonly database: Database) {}

  /** Null when it was sent before, or is not there any more. */
  async findUnsent(workspaceId: string | null, mailId: string): Promise<RequestedMail | null> {
    const [mail] = await this.database.query<RequestedMail>(
      workspaceId ?? NO_TENANT,
      sql`
        SELECT id, kind, recipient, params, requested_at AS "requestedAt" FROM platform.mails
        WHERE id = ${mailId} AND sent_at IS NULL`,
    );
    return mail ?? null;
  }

  /** What an operator has tried again waits as if it were new: should the queue lose it, it is found. */
  async reopen(workspaceId: string | null, mailId: string): Promise<void> {
    await this.database.query(
      workspaceId ?? NO_TENANT,
      sql`UPDATE platform.mails SET failed_at = NULL WHERE id = ${mailId} AND failed_at IS NOT NULL`,
    );
  }

  /** To whom it went and what it said is of no more use: what is not kept need not be erased. */
  async recordSent(workspaceId: string | null, mailId: string, messageId: string): Promise<void> {
    await this.database.query(
      workspaceId ?? NO_TENANT,
      sql`
        UPDATE platform.mails
        SET sent_at = now(), failed_at = NULL, message_id = ${messageId}, recipient = NULL, params = '{}'
        WHERE id = ${mailId}`,
    );
  }

  async recordFailure(
    workspaceId: string | null,
    mailId: string,
    error: Error,
    attempts: number,
  ): Promise<void> {
    const letter = deadLetter({
      workspaceId,
      queue: 'email',
      subjectId: mailId,
      retryWith: new MailRequested(workspaceId, mailId),
      error,
      attempts,
    });
    const failed = sql`UPDATE platform.mails SET failed_at = now() WHERE id = ${mailId}`;
    await this.database.batch(workspaceId ?? NO_TENANT, [failed, letter]);
  }
}
