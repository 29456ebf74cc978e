import { Injectable } from '@nestjs/common';
import { Cache, type CacheKind } from '../../../platform/cache/cache';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';

/** A person as they see themselves. */
export interface KnownUser {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  /** Text, because it has to survive the cache. */
  readonly createdAt: string;
  readonly preferredModel: string | null;
  readonly locale: string | null;
  readonly hasPassword: boolean;
  readonly hasSecondFactor: boolean;
}

const USER: CacheKind<KnownUser | null> = { name: 'user', seconds: 3_600 };

/** Read once an hour, and after every change: whoever changes one of these facts has to say so here. */
@Injectable()
export class KnownUsers {
  constructor(
    private readonly cache: Cache,
    private readonly database: Database,
  ) {}

  find(userId: string): Promise<KnownUser | null> {
    return this.cache.recall(USER, userId, () => this.load(userId));
  }

  forget(userId: string): void {
    this.cache.forget(USER, userId);
  }

  private async load(userId: string): Promise<KnownUser | null> {
    const [found] = await this.database.query<Omit<KnownUser, 'createdAt'> & { createdAt: Date }>(
      NO_TENANT,
      sql`
        SELECT id, email, name, created_at AS "createdAt", preferred_model AS "preferredModel", locale,
          password_hash IS NOT NULL AS "hasPassword",
          EXISTS (
            SELECT FROM identity.second_factors WHERE user_id = id AND confirmed_at IS NOT NULL
          ) AS "hasSecondFactor"
        FROM identity.users WHERE id = ${userId} AND deleted_at IS NULL`,
    );
    return found ? { ...found, createdAt: found.createdAt.toISOString() } : null;
  }
}
