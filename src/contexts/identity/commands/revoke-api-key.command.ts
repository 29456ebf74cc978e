import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { notFound } from '../../../kernel/domain-error';
import { audited } from '../../../platform/audit/audited';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { KeyDirectory } from '../../../platform/security/key-directory';

interface KnownKey {
  readonly digest: Buffer;
  readonly isRevoked: boolean;
}

/** For good. Revoking a key again changes nothing. */
export class RevokeApiKey extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly keyId: string,
    readonly revokedBy: string,
  ) {
    super();
  }
}

@CommandHandler(RevokeApiKey)
export class RevokeApiKeyHandler implements ICommandHandler<RevokeApiKey> {
  constructor(
    private readonly database: Database,
    private readonly directory: KeyDirectory,
    private readonly clock: Clock,
  ) {}

  async execute({ workspaceId, keyId, revokedBy }: RevokeApiKey): Promise<void> {
    const { digest, isRevoked } = await this.find(workspaceId, keyId);
    if (isRevoked) return;
    await this.database.batch(workspaceId, [
      sql`
        WITH revoked AS (
          UPDATE identity.api_keys SET revoked_at = ${this.clock.now()}, revoked_by = ${revokedBy}
          WHERE workspace_id = ${workspaceId} AND id = ${keyId} AND revoked_at IS NULL
          RETURNING 1)
        SELECT platform.expect_changed(count(*)) FROM revoked`,
      audited({ action: 'identity.api_key_revoked', subject: { kind: 'api_key', id: keyId } }),
    ]);
    this.directory.forgetKey(digest);
  }

  private async find(workspaceId: string, keyId: string): Promise<KnownKey> {
    const [known] = await this.database.query<KnownKey & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT digest, revoked_at IS NOT NULL AS "isRevoked" FROM identity.api_keys
        WHERE workspace_id = ${workspaceId} AND id = ${keyId}`,
    );
    if (!known) throw notFound('API key');
    return known;
  }
}
