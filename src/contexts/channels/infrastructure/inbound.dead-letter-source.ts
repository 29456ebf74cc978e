import { Injectable } from '@nestjs/common';
import { sql } from '../../../platform/database/sql';
import {
  DeadLetterSource,
  type FailedSubject,
  type LetterSubject,
} from '../../../platform/dead-letters/dead-letter-source';
import { RelayDatabase } from '../../../platform/outbox/relay-database';
import { InboundRetryAsked } from '../contracts/inbound-retry-asked.event';

type FailedMessage = Omit<FailedSubject, 'retryWith'> & { readonly workspaceId: string };

/** Messages that could not be answered, and will not be by themselves. */
@Injectable()
export class InboundDeadLetterSource extends DeadLetterSource {
  readonly queue = 'inbound';
  readonly saysAgain = InboundRetryAsked;

  constructor(private readonly relay: RelayDatabase) {
    super();
  }

  async failedAfter(id: string, limit: number): Promise<FailedSubject[]> {
    const failed = await this.relay.query<FailedMessage>(sql`
      SELECT id, workspace_id AS "workspaceId", greatest(attempts, 1) AS attempts, due_at AS "failedAt"
      FROM channels.inbox WHERE status = 'failed' AND id > ${id} ORDER BY id LIMIT ${limit}`);
    return failed.map((message) => ({
      ...message,
      retryWith: new InboundRetryAsked(message.workspaceId, message.id),
    }));
  }

  async stillFailed(subjects: readonly LetterSubject[]): Promise<string[]> {
    const failed = await this.relay.query<{ id: string }>(sql`
      SELECT id FROM channels.inbox WHERE status = 'failed' AND id = ANY (${subjects.map(({ id }) => id)}::uuid[])`);
    return failed.map(({ id }) => id);
  }
}
