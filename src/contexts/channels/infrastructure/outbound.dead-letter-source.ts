import { Injectable } from '@nestjs/common';
import { sql } from '../../../platform/database/sql';
import {
  DeadLetterSource,
  type FailedSubject,
  type LetterSubject,
} from '../../../platform/dead-letters/dead-letter-source';
import { RelayDatabase } from '../../../platform/outbox/relay-database';
import { OutboundRetryAsked } from '../contracts/outbound-retry-asked.event';

type DeadPiece = Omit<FailedSubject, 'retryWith'> & { readonly workspaceId: string };

/** Pieces of replies that no provider has taken, and will not by itself. */
@Injectable()
export class OutboundDeadLetterSource extends DeadLetterSource {
  readonly queue = 'outbound';
  readonly saysAgain = OutboundRetryAsked;

  constructor(private readonly relay: RelayDatabase) {
    super();
  }

  async failedAfter(id: string, limit: number): Promise<FailedSubject[]> {
    const dead = await this.relay.query<DeadPiece>(sql`
      SELECT id, workspace_id AS "workspaceId", greatest(attempts, 1) AS attempts, due_at AS "failedAt"
      FROM channels.outbound WHERE status = 'dead' AND id > ${id} ORDER BY id LIMIT ${limit}`);
    return dead.map((piece) => ({
      ...piece,
      retryWith: new OutboundRetryAsked(piece.workspaceId, piece.id),
    }));
  }

  async stillFailed(subjects: readonly LetterSubject[]): Promise<string[]> {
    const dead = await this.relay.query<{ id: string }>(sql`
      SELECT id FROM channels.outbound WHERE status = 'dead' AND id = ANY (${subjects.map(({ id }) => id)}::uuid[])`);
    return dead.map(({ id }) => id);
  }
}
