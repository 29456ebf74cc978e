import { Injectable } from '@nestjs/common';
import { Cache, type CacheKind } from '../../../platform/cache/cache';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { KeyDirectory, type LiveKey, type PresentedKey } from '../../../platform/security/key-directory';

/** Within the 5 seconds that are promised, with room for a slow answer, even if word of a change is lost. */
const KEY: CacheKind<LiveKey | null> = { name: 'api-key', seconds: 4 };

@Injectable()
export class CachedKeyDirectory extends KeyDirectory {
  constructor(
    private readonly cache: Cache,
    private readonly database: Database,
  ) {
    super();
  }

  find(key: PresentedKey): Promise<LiveKey | null> {
    return this.cache.recall(KEY, nameOf(key.digest), () => this.load(key));
  }

  forgetKey(digest: Buffer): void {
    this.cache.forget(KEY, nameOf(digest));
  }

  private async load({ workspaceId, keyId, digest }: PresentedKey): Promise<LiveKey | null> {
    const [found] = await this.database.query<LiveKey & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT role, scopes, floor(extract(epoch FROM expires_at) * 1000)::float8 AS "expiresAt"
        FROM identity.api_keys
        WHERE workspace_id = ${workspaceId} AND id = ${keyId} AND digest = ${digest} AND revoked_at IS NULL`,
    );
    return found ?? null;
  }
}

function nameOf(digest: Buffer): string {
  return digest.toString('base64url');
}
