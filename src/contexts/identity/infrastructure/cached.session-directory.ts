import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { BriefMemory } from '../../../platform/security/brief-memory';
import { type Role } from '../../../platform/security/principal';
import { type LiveSession, SessionDirectory } from '../../../platform/security/session-directory';
import { FindMembership } from '../../tenancy/contracts/find-membership.query';
import { FindWorkspace } from '../../tenancy/contracts/find-workspace.query';

/** Within the 5 seconds that are promised, with room for a slow answer. */
const REMEMBER_MS = 4_000;
const MOST = 50_000;

/** Asks the database once in a while instead of on every request; in this process a change shows at once. */
@Injectable()
export class CachedSessionDirectory extends SessionDirectory {
  private readonly sessions: BriefMemory<LiveSession | null>;
  private readonly roles: BriefMemory<Role | null>;

  constructor(
    private readonly database: Database,
    private readonly queries: QueryBus,
    private readonly clock: Clock,
  ) {
    super();
    this.sessions = new BriefMemory(clock, REMEMBER_MS, MOST);
    this.roles = new BriefMemory(clock, REMEMBER_MS, MOST);
  }

  find(sessionId: string): Promise<LiveSession | null> {
    return this.sessions.recall(sessionId, () => this.load(sessionId));
  }

  roleIn(userId: string, workspaceId: string): Promise<Role | null> {
    return this.roles.recall(`${userId} ${workspaceId}`, () =>
      this.queries.execute(new FindMembership(workspaceId, userId)),
    );
  }

  async workspaceExists(workspaceId: string): Promise<boolean> {
    return (await this.queries.execute(new FindWorkspace(workspaceId))) !== null;
  }

  forgetSession(sessionId: string): void {
    this.sessions.forget(sessionId);
  }

  forgetMember(userId: string, workspaceId: string): void {
    this.roles.forget(`${userId} ${workspaceId}`);
  }

  private async load(sessionId: string): Promise<LiveSession | null> {
    const [found] = await this.database.query<LiveSession & Record<string, unknown>>(
      NO_TENANT,
      sql`
        SELECT person.id AS "userId", security_version AS "securityVersion"
        FROM identity.sessions AS session JOIN identity.users AS person ON person.id = user_id
        WHERE session.id = ${sessionId} AND ended_at IS NULL AND expires_at > ${this.clock.now()}
          AND deleted_at IS NULL`,
    );
    return found ?? null;
  }
}
