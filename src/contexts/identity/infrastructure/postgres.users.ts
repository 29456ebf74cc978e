import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { violatedConstraint } from '../../../platform/database/database-errors';
import { sql } from '../../../platform/database/sql';
import { AggregateStore } from '../../../platform/outbox/aggregate-store';
import { emailTaken } from '../domain/errors';
import { type User } from '../domain/user';
import { type Credentials, FIRST_SECURITY_VERSION, Users } from '../domain/users';

@Injectable()
export class PostgresUsers extends Users {
  constructor(
    private readonly database: Database,
    private readonly store: AggregateStore,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** In the scope of the workspace that the event is about; people themselves belong to none. */
  async add(user: User, workspaceId: string): Promise<void> {
    const { id, email, name, passwordHash } = user.state;
    const now = this.clock.now();
    const row = sql`
      INSERT INTO identity.users (id, email, name, password_hash, security_version, created_at, updated_at)
      VALUES (${id}, ${email}, ${name}, ${passwordHash}, ${FIRST_SECURITY_VERSION}, ${now}, ${now})`;
    try {
      await this.store.save(workspaceId, user, [row]);
    } catch (error) {
      throw violatedConstraint(error) === 'users_email' ? emailTaken() : error;
    }
  }

  async findCredentials(email: string): Promise<Credentials | null> {
    const [found] = await this.database.query<Credentials & Record<string, unknown>>(
      NO_TENANT,
      sql`
        SELECT id AS "userId", password_hash AS "passwordHash", security_version AS "securityVersion"
        FROM identity.users WHERE email = ${email} AND deleted_at IS NULL`,
    );
    return found ?? null;
  }
}
