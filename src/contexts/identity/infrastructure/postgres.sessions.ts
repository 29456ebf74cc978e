import { Injectable } from '@nestjs/common';
import { Settings } from '../../../../config/settings';
import { audited, recordOf } from '../../../platform/audit/audited';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { wins } from '../../../platform/database/single-winner';
import { sql } from '../../../platform/database/sql';
import { SessionDirectory } from '../../../platform/security/session-directory';
import {
  type EndReason,
  type NewRefreshToken,
  type NewSession,
  type OwnSession,
  type PresentedToken,
  Sessions,
  type Sighting,
} from '../domain/sessions';
import {
  actOfDisplacement,
  actOfEnd,
  actOfMove,
  actOfSignIn,
  actOfSwitch,
  type EndedSession,
} from './session-acts';
import {
  authenticateSession,
  endSession,
  insertSession,
  insertToken,
  lockSession,
  makeRoom,
  moveSession,
  oneAtATime,
  rotateToken,
} from './session-rows';

@Injectable()
export class PostgresSessions extends Sessions {
  constructor(
    private readonly database: Database,
    private readonly directory: SessionDirectory,
    private readonly settings: Settings,
  ) {
    super();
  }

  async open(session: NewSession, token: NewRefreshToken): Promise<void> {
    const { id, workspaceId } = session;
    const [, displaced = []] = await this.database.batch(workspaceId ?? NO_TENANT, [
      oneAtATime(session),
      makeRoom(session, this.settings.auth.sessionsPerUser, recordOf(actOfDisplacement(session))),
      insertSession(session),
      insertToken(id, token),
      audited(actOfSignIn(session)),
    ]);
    for (const ended of displaced) this.directory.forgetSession(ended.id as string);
  }

  async findByToken(fingerprint: Buffer): Promise<PresentedToken | null> {
    const [found] = await this.database.query<PresentedToken & Record<string, unknown>>(
      NO_TENANT,
      sql`
        SELECT token.id AS "tokenId", token.rotated_at AS "rotatedAt", token.expires_at AS "tokenExpiresAt",
          session.id AS "sessionId", session.expires_at AS "sessionExpiresAt",
          session.active_workspace_id AS "workspaceId", session.user_agent AS "userAgent", session.address,
          person.id AS "userId", person.security_version AS "securityVersion",
          session.ended_at IS NOT NULL OR person.deleted_at IS NOT NULL AS ended
        FROM identity.refresh_tokens AS token
        JOIN identity.sessions AS session ON session.id = token.session_id
        JOIN identity.users AS person ON person.id = session.user_id
        WHERE token_hash = ${fingerprint}`,
    );
    return found ?? null;
  }

  rotate(presented: PresentedToken, next: NewRefreshToken, seen: Sighting): Promise<boolean> {
    const rotated = [lockSession(presented.sessionId), rotateToken(presented.tokenId, next, seen)];
    const rows = seen.hasMoved ? [...rotated, audited(actOfMove(presented))] : rotated;
    return wins(this.database.batch(presented.workspaceId ?? NO_TENANT, rows));
  }

  move(sessionId: string, workspaceId: string, next: NewRefreshToken): Promise<boolean> {
    const moved = [lockSession(sessionId), moveSession(sessionId, workspaceId, next)];
    return wins(this.database.batch(workspaceId, [...moved, audited(actOfSwitch(sessionId))]));
  }

  async end(sessionId: string, reason: EndReason, now: Date, owner?: string): Promise<boolean> {
    const [found] = await this.database.query<EndedSession & Record<string, unknown>>(
      NO_TENANT,
      sql`
        SELECT id, user_id AS "userId", active_workspace_id AS "workspaceId" FROM identity.sessions
        WHERE id = ${sessionId} AND ended_at IS NULL`,
    );
    if (!found || (owner !== undefined && found.userId !== owner)) return false;
    const rows = [endSession(sessionId, reason, now), audited(actOfEnd(found, reason))];
    return wins(this.database.batch(found.workspaceId ?? NO_TENANT, rows));
  }

  authenticate({ sessionId, userId }: OwnSession, isStrong: boolean, now: Date): Promise<boolean> {
    const act = {
      action: 'identity.reauthenticated',
      subject: { kind: 'user', id: userId },
      detail: { isStrong },
    };
    return wins(
      this.database.batch(NO_TENANT, [authenticateSession(sessionId, isStrong, now), audited(act)]),
    );
  }

  async endOthers(userId: string, sessionId: string, now: Date): Promise<readonly string[]> {
    const others = { action: 'identity.other_sessions_ended', subject: { kind: 'user', id: userId } };
    const [ended = []] = await this.database.batch(NO_TENANT, [
      sql`
        UPDATE identity.sessions SET ended_at = ${now}, end_reason = 'ended_elsewhere'
        WHERE user_id = ${userId} AND id <> ${sessionId} AND ended_at IS NULL
        RETURNING id`,
      audited(others),
    ]);
    return (ended as { id: string }[]).map(({ id }) => id);
  }
}
