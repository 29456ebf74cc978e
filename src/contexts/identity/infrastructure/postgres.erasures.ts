import { Injectable } from '@nestjs/common';
import { audited } from '../../../platform/audit/audited';
import { forgetTally, tallyOf } from '../../../platform/data-rights/removals';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { AggregateStore } from '../../../platform/outbox/aggregate-store';
import { ErasureRequested } from '../contracts/erasure-requested.event';
import { Erasures, type NewErasure, type OpenErasure } from '../domain/erasures';

@Injectable()
export class PostgresErasures extends Erasures {
  constructor(
    private readonly database: Database,
    private readonly store: AggregateStore,
  ) {
    super();
  }

  async begin({ id, userId, workspaceIds }: NewErasure, now: Date): Promise<readonly string[] | null> {
    const rows = [
      sql`
        WITH closed AS (
          UPDATE identity.users SET deleted_at = ${now}, security_version = security_version + 1, updated_at = ${now}
          WHERE id = ${userId} AND deleted_at IS NULL RETURNING id)
        INSERT INTO identity.erasures (id, user_id, workspace_ids, requested_at)
        SELECT ${id}::uuid, id, ${workspaceIds}::uuid[], ${now}::timestamptz FROM closed RETURNING 1`,
      sql`
        UPDATE identity.sessions SET ended_at = coalesce(ended_at, ${now}),
          end_reason = coalesce(end_reason, 'account_deleted')
        WHERE user_id = ${userId} RETURNING id`,
      audited({ action: 'identity.erasure_requested', subject: { kind: 'erasure', id } }),
    ];
    const [begun = [], sessions = []] = await this.store.commit(NO_TENANT, rows, [new ErasureRequested(id)]);
    return begun.length > 0 ? sessions.map(({ id: sessionId }) => sessionId as string) : null;
  }

  async findOpen(erasureId: string): Promise<OpenErasure | null> {
    const [open] = await this.database.query<OpenErasure & Record<string, unknown>>(
      NO_TENANT,
      sql`
        SELECT erasure.id, user_id AS "userId", workspace_ids AS "workspaceIds", email
        FROM identity.erasures AS erasure JOIN identity.users AS person ON person.id = user_id
        WHERE erasure.id = ${erasureId} AND completed_at IS NULL`,
    );
    return open ?? null;
  }

  async complete(erasureId: string, userId: string, now: Date): Promise<void> {
    const counts = await this.database.query<{ table: string; rows: number }>(NO_TENANT, tallyOf(erasureId));
    const erased = Object.fromEntries(counts.map(({ table, rows }) => [table, rows]));
    await this.database.batch(NO_TENANT, [
      sql`DELETE FROM identity.users WHERE id = ${userId}`,
      sql`
        UPDATE identity.erasures SET completed_at = ${now}, user_id = NULL, workspace_ids = '{}',
          erased = ${JSON.stringify({ ...erased, 'identity.users': 1 })}::jsonb
        WHERE id = ${erasureId} AND completed_at IS NULL`,
      forgetTally(erasureId),
      audited({ action: 'identity.erasure_completed', subject: { kind: 'erasure', id: erasureId } }),
    ]);
  }
}
