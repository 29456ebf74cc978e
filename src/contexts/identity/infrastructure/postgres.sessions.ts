import { Injectable } from '@nestjs/common';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { sql, type Statement } from '../../../platform/database/sql';
import {
  type EndReason,
  type NewRefreshToken,
  type NewSession,
  type PresentedToken,
  Sessions,
} from '../domain/sessions';

@Injectable()
export class PostgresSessions extends Sessions {
  constructor(private readonly database: Database) {
    super();
  }

  async open(session: NewSession, token: NewRefreshToken): Promise<void> {
    await this.database.batch(NO_TENANT, [insertSession(session), insertToken(session.id, token)]);
  }

  async findByToken(fingerprint: Buffer): Promise<PresentedToken | null> {
    const [found] = await this.database.query<PresentedToken & Record<string, unknown>>(
      NO_TENANT,
      sql`
        SELECT token.id AS "tokenId", token.rotated_at AS "rotatedAt", token.expires_at AS "tokenExpiresAt",
          session.id AS "sessionId", session.expires_at AS "sessionExpiresAt",
          session.active_workspace_id AS "workspaceId", person.id AS "userId",
          person.security_version AS "securityVersion",
          session.ended_at IS NOT NULL OR person.deleted_at IS NOT NULL AS ended
        FROM identity.refresh_tokens AS token
        JOIN identity.sessions AS session ON session.id = token.session_id
        JOIN identity.users AS person ON person.id = session.user_id
        WHERE token_hash = ${fingerprint}`,
    );
    return found ?? null;
  }

  rotate(tokenId: string, next: NewRefreshToken): Promise<boolean> {
    return this.succeeds(sql`
      WITH won AS (
        UPDATE identity.refresh_tokens SET rotated_at = ${next.issuedAt}, replaced_by = ${next.id}
        WHERE id = ${tokenId} AND rotated_at IS NULL
        RETURNING session_id
      ), used AS (
        UPDATE identity.sessions SET last_used_at = ${next.issuedAt}
        FROM won WHERE id = session_id AND ended_at IS NULL
        RETURNING id, sessions.expires_at)
      INSERT INTO identity.refresh_tokens (id, session_id, token_hash, issued_at, expires_at)
      SELECT ${next.id}, id, ${next.fingerprint}, ${next.issuedAt}, least(${next.expiresAt}, expires_at) FROM used
      RETURNING 1`);
  }

  move(sessionId: string, workspaceId: string, next: NewRefreshToken): Promise<boolean> {
    return this.succeeds(sql`
      WITH moved AS (
        UPDATE identity.sessions SET active_workspace_id = ${workspaceId}, last_used_at = ${next.issuedAt}
        WHERE id = ${sessionId} AND ended_at IS NULL
        RETURNING id, expires_at
      ), retired AS (
        UPDATE identity.refresh_tokens SET rotated_at = ${next.issuedAt}, replaced_by = ${next.id}
        FROM moved WHERE session_id = moved.id AND rotated_at IS NULL)
      INSERT INTO identity.refresh_tokens (id, session_id, token_hash, issued_at, expires_at)
      SELECT ${next.id}, id, ${next.fingerprint}, ${next.issuedAt}, least(${next.expiresAt}, expires_at) FROM moved
      RETURNING 1`);
  }

  async end(sessionId: string, reason: EndReason, now: Date): Promise<void> {
    await this.database.query(
      NO_TENANT,
      sql`
        UPDATE identity.sessions SET ended_at = ${now}, end_reason = ${reason}
        WHERE id = ${sessionId} AND ended_at IS NULL`,
    );
  }

  private async succeeds(statement: Statement): Promise<boolean> {
    return (await this.database.query(NO_TENANT, statement)).length === 1;
  }
}

function insertSession({ id, userId, workspaceId, userAgent, address, ...times }: NewSession): Statement {
  return sql`
    INSERT INTO identity.sessions
      (id, user_id, active_workspace_id, user_agent, address, created_at, last_used_at, expires_at)
    VALUES (${id}, ${userId}, ${workspaceId}, ${userAgent}, ${address},
      ${times.createdAt}, ${times.createdAt}, ${times.expiresAt})`;
}

function insertToken(
  sessionId: string,
  { id, fingerprint, issuedAt, expiresAt }: NewRefreshToken,
): Statement {
  return sql`
    INSERT INTO identity.refresh_tokens (id, session_id, token_hash, issued_at, expires_at)
    VALUES (${id}, ${sessionId}, ${fingerprint}, ${issuedAt}, ${expiresAt})`;
}
