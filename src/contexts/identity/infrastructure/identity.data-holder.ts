import { Injectable } from '@nestjs/common';
import {
  DataHolder,
  type Person,
  type PersonalTrace,
  type PersonTable,
  type WorkspaceTable,
} from '../../../platform/data-rights/data-holder';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { KnownUsers } from '../queries/known-users';
import { LoginFingerprints } from './login-fingerprints';

const API_KEY = ['id', 'name', 'role', 'scopes', 'created_at', 'expires_at', 'last_used_at', 'revoked_at'];

/** Its tables know people, who belong to no tenant: each row of a person is found by the person's id. */
@Injectable()
export class IdentityDataHolder extends DataHolder {
  readonly context = 'identity';
  override readonly workspaceTables: readonly WorkspaceTable[] = [
    { name: 'identity.api_keys', key: ['id'], exported: [...API_KEY, 'created_by', 'revoked_by'] },
  ];
  override readonly personTables: readonly PersonTable[] = [
    {
      name: 'identity.users',
      person: 'id',
      key: ['id'],
      exported: [
        ...['id', 'email', 'name', 'locale', 'preferred_model', 'is_administrator', 'email_verified_at'],
        ...['created_at', 'updated_at'],
      ],
    },
    {
      name: 'identity.sessions',
      person: 'user_id',
      key: ['id'],
      exported: [
        ...[
          'id',
          'active_workspace_id',
          'user_agent',
          'address',
          'is_strong',
          'created_at',
          'authenticated_at',
        ],
        ...['last_used_at', 'expires_at', 'ended_at', 'end_reason'],
      ],
    },
    {
      name: 'identity.external_identities',
      person: 'user_id',
      key: ['id'],
      exported: ['id', 'issuer', 'subject', 'created_at'],
    },
    {
      name: 'identity.second_factors',
      person: 'user_id',
      key: ['user_id'],
      exported: ['created_at', 'confirmed_at'],
    },
    {
      name: 'identity.api_keys',
      person: 'created_by',
      key: ['id'],
      exported: ['workspace_id', ...API_KEY],
    },
  ];
  /** The tokens of a session go with it; the account goes at the very end, as it says what to look for. */
  override readonly personalTraces: readonly PersonalTrace[] = [
    ofPerson('identity.sessions', ['id']),
    ofPerson('identity.recovery_codes', ['user_id', 'digest']),
    ofPerson('identity.second_factors', ['user_id']),
    ofPerson('identity.external_identities', ['id']),
    ofPerson('identity.trusted_addresses', ['account', 'address']),
    ofPerson('identity.one_time_links', ['id']),
  ];

  constructor(
    private readonly database: Database,
    private readonly fingerprints: LoginFingerprints,
    private readonly known: KnownUsers,
  ) {
    super();
  }

  /** Attempts to sign in do not say whose they are: they are found by the address, like everywhere else. */
  override async forgetPerson({ id, email }: Person): Promise<void> {
    this.known.forget(id);
    const account = this.fingerprints.ofAccount(email);
    await this.database.batch(NO_TENANT, [
      sql`DELETE FROM identity.login_failures WHERE account = ${account}`,
      sql`DELETE FROM identity.one_time_links WHERE account = ${account}`,
    ]);
  }
}

function ofPerson(table: string, key: readonly string[]): PersonalTrace {
  return { table, key, columns: ['user_id'], how: 'is', needle: 'id', seen: 'as the person' };
}
