import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { DomainError } from '../../../kernel/domain-error';
import { audited } from '../../../platform/audit/audited';
import { Database } from '../../../platform/database/database';
import { sql, type Statement } from '../../../platform/database/sql';
import { digestOf, newApiKey } from '../../../platform/security/api-key-format';
import { refuseExpiry } from '../domain/api-key-terms';
import { tooManyApiKeys } from '../domain/errors';

const MOST_KEYS = 50;

export interface ApiKeyForm {
  readonly name: string;
  readonly role: string;
  readonly scopes: readonly string[];
  readonly expiresAt: Date | null;
}

/** Answers with the key itself: it is told this once, and kept nowhere. */
export class CreateApiKey extends Command<string> {
  constructor(
    readonly workspaceId: string,
    readonly keyId: string,
    readonly createdBy: string,
    readonly form: ApiKeyForm,
  ) {
    super();
  }
}

@CommandHandler(CreateApiKey)
export class CreateApiKeyHandler implements ICommandHandler<CreateApiKey> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute(command: CreateApiKey): Promise<string> {
    const { workspaceId, keyId, form } = command;
    const now = this.clock.now();
    refuseExpiry(form.expiresAt, now);
    const key = newApiKey(command);
    const act = {
      action: 'identity.api_key_created',
      subject: { kind: 'api_key', id: keyId },
      detail: { role: form.role, scopes: form.scopes.join(' ') },
    };
    try {
      await this.database.batch(workspaceId, [
        oneAtATime(workspaceId),
        insert(command, key, now),
        audited(act),
      ]);
    } catch (error) {
      throw isStale(error) ? tooManyApiKeys(MOST_KEYS) : error;
    }
    return key;
  }
}

/** So that many who make keys at the same moment count each other's. */
function oneAtATime(workspaceId: string): Statement {
  return sql`SELECT pg_advisory_xact_lock(hashtextextended(${`api keys ${workspaceId}`}, 0))`;
}

/** A retry under the same id comes from somebody who was never told the first key: the new one takes its place. */
function insert({ workspaceId, keyId, createdBy, form }: CreateApiKey, key: string, now: Date): Statement {
  const { name, role, scopes, expiresAt } = form;
  return sql`
    WITH made AS (
      INSERT INTO identity.api_keys (id, workspace_id, name, role, scopes, digest, created_by, created_at, expires_at)
      SELECT ${keyId}, ${workspaceId}, ${name}, ${role}, ${scopes}::text[], ${digestOf(key)}, ${createdBy}, ${now},
        ${expiresAt}::timestamptz
      WHERE (
        SELECT count(*) FROM identity.api_keys
        WHERE workspace_id = ${workspaceId} AND id <> ${keyId} AND revoked_at IS NULL
          AND (expires_at IS NULL OR expires_at > ${now})) < ${MOST_KEYS}
      ON CONFLICT (id) DO UPDATE SET digest = excluded.digest WHERE api_keys.revoked_at IS NULL
      RETURNING 1)
    SELECT platform.expect_changed(count(*)) FROM made`;
}

function isStale(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'concurrent_change';
}
