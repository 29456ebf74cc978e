import { Injectable } from '@nestjs/common';
import { Ids } from '../../../kernel/ids';
import { Database } from '../../database/database';
import { sql } from '../../database/sql';

/** Whose key it is: two callers, or two routes, may use the same words. */
export interface KeyScope {
  readonly workspaceId: string;
  readonly principal: string;
  readonly route: string;
  readonly key: string;
}

export interface StoredAnswer {
  readonly status: number;
  /** JSON text as it was sent; null when there was no body. */
  readonly body: string | null;
}

export type Claim =
  | { readonly state: 'mine'; readonly effectId: string; readonly lease: string }
  | { readonly state: 'answered'; readonly answer: StoredAnswer }
  | { readonly state: 'running' }
  | { readonly state: 'reused' };

interface KeyRow {
  readonly request_hash: string;
  readonly status: number | null;
  readonly body: string | null;
}

/**
 * The relay sweeps up old keys from time to time, so age is judged when a key is met: one of more than
 * 24 hours counts as absent and is overwritten.
 */
@Injectable()
export class IdempotencyKeys {
  constructor(
    private readonly database: Database,
    private readonly ids: Ids,
  ) {}

  /** One winner. A lease that ran out passes to the next caller, together with the id of the effect. */
  async claim(scope: KeyScope, hash: string): Promise<Claim> {
    const { workspaceId, principal, route, key } = scope;
    const [claimed, known] = await this.database.batch(workspaceId, [
      sql`INSERT INTO platform.idempotency_keys AS k
            (workspace_id, principal, route, key, request_hash, effect_id, locked_until)
          VALUES (${workspaceId}, ${principal}, ${route}, ${key}, ${hash}, ${this.ids.next()}, clock_timestamp() + interval '60 s')
          ON CONFLICT (workspace_id, principal, route, key) DO UPDATE SET
            request_hash = excluded.request_hash,
            effect_id = CASE WHEN k.created_at < now() - interval '24 h' THEN excluded.effect_id ELSE k.effect_id END,
            created_at = CASE WHEN k.created_at < now() - interval '24 h' THEN now() ELSE k.created_at END,
            status = NULL, body = NULL, locked_until = excluded.locked_until
          WHERE k.created_at < now() - interval '24 h'
             OR (k.status IS NULL AND k.locked_until < now() AND k.request_hash = excluded.request_hash)
          RETURNING effect_id AS "effectId", locked_until::text AS lease`,
      sql`SELECT request_hash, status, body #>> '{}' AS body FROM platform.idempotency_keys
          WHERE (workspace_id, principal, route, key) = (${workspaceId}, ${principal}, ${route}, ${key})`,
    ]);
    const mine = claimed?.[0] as { effectId: string; lease: string } | undefined;
    if (mine) return { state: 'mine', ...mine };
    return stateOf(known?.[0] as KeyRow | undefined, hash);
  }

  /** The first answer stays the answer, even if a later holder of the lease finishes as well. */
  async keep(scope: KeyScope, { status, body }: StoredAnswer): Promise<void> {
    await this.database.query(
      scope.workspaceId,
      sql`UPDATE platform.idempotency_keys SET status = ${status}, body = to_jsonb(${body}::text)
          WHERE (workspace_id, principal, route, key) = (${scope.workspaceId}, ${scope.principal}, ${scope.route}, ${scope.key})
            AND status IS NULL`,
    );
  }

  /** It may or may not have happened: the next caller tries again, under the same id. */
  async endLease(scope: KeyScope, lease: string): Promise<void> {
    await this.database.query(
      scope.workspaceId,
      sql`UPDATE platform.idempotency_keys SET locked_until = '-infinity'
          WHERE (workspace_id, principal, route, key) = (${scope.workspaceId}, ${scope.principal}, ${scope.route}, ${scope.key})
            AND status IS NULL AND locked_until = ${lease}::timestamptz`,
    );
  }

  /** It did not happen: as if the key had never been used. */
  async release(scope: KeyScope, lease: string): Promise<void> {
    await this.database.query(
      scope.workspaceId,
      sql`DELETE FROM platform.idempotency_keys
          WHERE (workspace_id, principal, route, key) = (${scope.workspaceId}, ${scope.principal}, ${scope.route}, ${scope.key})
            AND status IS NULL AND locked_until = ${lease}::timestamptz`,
    );
  }
}

function stateOf(row: KeyRow | undefined, hash: string): Claim {
  if (!row) return { state: 'running' };
  if (row.request_hash !== hash) return { state: 'reused' };
  if (row.status === null) return { state: 'running' };
  return { state: 'answered', answer: { status: row.status, body: row.body } };
}
