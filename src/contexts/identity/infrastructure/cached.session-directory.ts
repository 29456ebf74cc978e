import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { Cache, type CacheKind } from '../../../platform/cache/cache';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { type Role } from '../../../platform/security/principal';
import {
  type LiveSession,
  SessionDirectory,
  type WorkspaceStanding,
} from '../../../platform/security/session-directory';
import { FindMembership } from '../../tenancy/contracts/find-membership.query';
import { FindStanding } from '../../tenancy/contracts/find-standing.query';
import { KNOWN_MEMBERSHIPS } from '../queries/known-memberships';

/** Within the 5 seconds that are promised, with room for a slow answer, even if word of a change is lost. */
const SECONDS = 4;
const NOTED_EVERY_MS = 5 * 60_000;
const SESSION: CacheKind<LiveSession | null> = { name: 'session', seconds: SECONDS };
const ROLE: CacheKind<Role | null> = { name: 'role', seconds: SECONDS };
const STANDING: CacheKind<WorkspaceStanding | null> = { name: 'standing', seconds: SECONDS };

/**
 * Asks the database once in a while instead of on every request. It is asked by ids as they are stored; what is
 * to be forgotten may come from a path, where ids are written in any case.
 */
@Injectable()
export class CachedSessionDirectory extends SessionDirectory {
  constructor(
    private readonly cache: Cache,
    private readonly database: Database,
    private readonly queries: QueryBus,
    private readonly clock: Clock,
  ) {
    super();
  }

  find(sessionId: string): Promise<LiveSession | null> {
    return this.cache.recall(SESSION, sessionId, () => this.load(sessionId));
  }

  roleIn(userId: string, workspaceId: string): Promise<Role | null> {
    return this.cache.recall(ROLE, `${userId} ${workspaceId}`, () =>
      this.queries.execute(new FindMembership(workspaceId, userId)),
    );
  }

  workspace(workspaceId: string): Promise<WorkspaceStanding | null> {
    return this.cache.recall(STANDING, workspaceId, () =>
      this.queries.execute(new FindStanding(workspaceId)),
    );
  }

  forgetSession(sessionId: string): void {
    this.cache.forget(SESSION, sessionId.toLowerCase());
  }

  forgetMember(userId: string, workspaceId: string): void {
    this.cache.forget(ROLE, `${userId} ${workspaceId}`.toLowerCase());
    this.cache.forget(KNOWN_MEMBERSHIPS, userId.toLowerCase());
  }

  forgetWorkspace(workspaceId: string): void {
    this.cache.forget(STANDING, workspaceId.toLowerCase());
  }

  private async load(sessionId: string): Promise<LiveSession | null> {
    const now = this.clock.now();
    const [found] = await this.database.query<LiveSession & { lastUsedAt: Date }>(
      NO_TENANT,
      sql`
        SELECT person.id AS "userId", security_version AS "securityVersion", is_strong AS "isStrong",
          is_administrator AS "isAdministrator", last_used_at AS "lastUsedAt",
          floor(extract(epoch FROM authenticated_at) * 1000)::float8 AS "authenticatedAt"
        FROM identity.sessions AS session JOIN identity.users AS person ON person.id = user_id
        WHERE session.id = ${sessionId} AND ended_at IS NULL AND expires_at > ${now}
          AND deleted_at IS NULL`,
    );
    if (!found) return null;
    const { lastUsedAt, ...session } = found;
    if (now.getTime() - lastUsedAt.getTime() > NOTED_EVERY_MS) this.noteUse(sessionId, now);
    return session;
  }

  /** Behind the caller's back: nobody waits for it, and nothing depends on it. */
  private noteUse(sessionId: string, now: Date): void {
    this.database
      .query(
        NO_TENANT,
        sql`
          UPDATE identity.sessions SET last_used_at = ${now}
          WHERE id = ${sessionId} AND last_used_at < ${now} AND ended_at IS NULL`,
      )
      .catch(() => undefined);
  }
}
