import { type AuditRecord } from '../../../platform/audit/audited';
import { sql, type Statement } from '../../../platform/database/sql';
import { type EndReason, type NewRefreshToken, type NewSession, type Sighting } from '../domain/sessions';

/**
 * So that sign-ins of one person at the same moment count each other's sessions. Whoever was let in by a
 * password that has been changed since comes too late; a change that comes now waits, and ends the session.
 */
export function oneAtATime({ userId, securityVersion }: NewSession): Statement {
  return sql`
    WITH person AS (
      SELECT 1 FROM identity.users
      WHERE id = ${userId} AND security_version = ${securityVersion} AND deleted_at IS NULL
      FOR SHARE)
    SELECT platform.expect_changed(count(*)), pg_advisory_xact_lock(hashtextextended(${`sessions ${userId}`}, 0))
    FROM person`;
}

/** Answers with those that have to make room. Which ones they are is only known here, where they are noted. */
export function makeRoom({ userId, createdAt }: NewSession, room: number, act: AuditRecord): Statement {
  return sql`
    WITH displaced AS (
      UPDATE identity.sessions SET ended_at = ${createdAt}, end_reason = 'displaced'
      WHERE id IN (
        SELECT id FROM identity.sessions
        WHERE user_id = ${userId} AND ended_at IS NULL AND expires_at > ${createdAt}
        ORDER BY last_used_at DESC, id DESC OFFSET ${room - 1})
      RETURNING id)
    SELECT id, platform.append_audit_entry(platform.workspace(),
      ${JSON.stringify(act)}::jsonb || jsonb_build_object('id', gen_random_uuid(), 'subject_id', id))
    FROM displaced`;
}

export function insertSession(session: NewSession): Statement {
  const { id, userId, workspaceId, userAgent, address, isStrong, createdAt, expiresAt } = session;
  return sql`
    INSERT INTO identity.sessions
      (id, user_id, active_workspace_id, user_agent, address, is_strong, created_at, authenticated_at,
        last_used_at, expires_at)
    VALUES (${id}, ${userId}, ${workspaceId}, ${userAgent}, ${address}, ${isStrong}, ${createdAt}, ${createdAt},
      ${createdAt}, ${expiresAt})`;
}

export function insertToken(
  sessionId: string,
  { id, fingerprint, issuedAt, expiresAt }: NewRefreshToken,
): Statement {
  return sql`
    INSERT INTO identity.refresh_tokens (id, session_id, token_hash, issued_at, expires_at)
    VALUES (${id}, ${sessionId}, ${fingerprint}, ${issuedAt}, ${expiresAt})`;
}

/**
 * Before a token is made for it: who waits here sees, in the next statement, the tokens that were made
 * meanwhile. Without it a refresh and a switch at the same moment leave two good ones, or a deadlock.
 */
export function lockSession(sessionId: string): Statement {
  return sql`SELECT 1 FROM identity.sessions WHERE id = ${sessionId} FOR NO KEY UPDATE`;
}

export function rotateToken(tokenId: string, next: NewRefreshToken, seen: Sighting): Statement {
  return sql`
    WITH won AS (
      UPDATE identity.refresh_tokens SET rotated_at = ${next.issuedAt}, replaced_by = ${next.id}
      WHERE id = ${tokenId} AND rotated_at IS NULL
      RETURNING session_id
    ), used AS (
      UPDATE identity.sessions
      SET last_used_at = ${next.issuedAt}, user_agent = ${seen.userAgent}, address = ${seen.address}
      FROM won WHERE id = session_id AND ended_at IS NULL
      RETURNING id, sessions.expires_at
    ), made AS (
      INSERT INTO identity.refresh_tokens (id, session_id, token_hash, issued_at, expires_at)
      SELECT ${next.id}, id, ${next.fingerprint}, ${next.issuedAt}, least(${next.expiresAt}, expires_at) FROM used
      RETURNING 1)
    SELECT platform.expect_changed(count(*)) FROM made`;
}

export function moveSession(sessionId: string, workspaceId: string, next: NewRefreshToken): Statement {
  return sql`
    WITH moved AS (
      UPDATE identity.sessions SET active_workspace_id = ${workspaceId}, last_used_at = ${next.issuedAt}
      WHERE id = ${sessionId} AND ended_at IS NULL
      RETURNING id, expires_at
    ), retired AS (
      UPDATE identity.refresh_tokens SET rotated_at = ${next.issuedAt}, replaced_by = ${next.id}
      FROM moved WHERE session_id = moved.id AND rotated_at IS NULL
    ), made AS (
      INSERT INTO identity.refresh_tokens (id, session_id, token_hash, issued_at, expires_at)
      SELECT ${next.id}, id, ${next.fingerprint}, ${next.issuedAt}, least(${next.expiresAt}, expires_at) FROM moved
      RETURNING 1)
    SELECT platform.expect_changed(count(*)) FROM made`;
}

export function endSession(sessionId: string, reason: EndReason, now: Date): Statement {
  return sql`
    WITH ended AS (
      UPDATE identity.sessions SET ended_at = ${now}, end_reason = ${reason}
      WHERE id = ${sessionId} AND ended_at IS NULL
      RETURNING 1)
    SELECT platform.expect_changed(count(*)) FROM ended`;
}

/** Strength is never lost by confirming with less. */
export function authenticateSession(sessionId: string, isStrong: boolean, now: Date): Statement {
  return sql`
    WITH confirmed AS (
      UPDATE identity.sessions SET authenticated_at = ${now}, is_strong = is_strong OR ${isStrong}
      WHERE id = ${sessionId} AND ended_at IS NULL
      RETURNING 1)
    SELECT platform.expect_changed(count(*)) FROM confirmed`;
}
