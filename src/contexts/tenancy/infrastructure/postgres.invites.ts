import { Injectable } from '@nestjs/common';
import { audited } from '../../../platform/audit/audited';
import { Database } from '../../../platform/database/database';
import { sql, type Statement } from '../../../platform/database/sql';
import { requestMail } from '../../../platform/mail/mail-request';
import { AggregateStore } from '../../../platform/outbox/aggregate-store';
import { MemberInvited } from '../contracts/member-invited.event';
import { MemberJoined } from '../contracts/member-joined.event';
import { type MemberRole } from '../contracts/member-role';
import { type Invite, MOST_INVITES, MOST_SENDS } from '../domain/invite';
import { type InviteLink, Invites, type NewInvite } from '../domain/invites';
import { INVITE_MAIL } from './invite.mail-template';
import { wins } from '../../../platform/database/single-winner';

type Row = Invite & Record<string, unknown>;

@Injectable()
export class PostgresInvites extends Invites {
  constructor(
    private readonly database: Database,
    private readonly store: AggregateStore,
  ) {
    super();
  }

  send(invite: NewInvite): Promise<boolean> {
    const { id, workspaceId, linkId, email, role, workspaceName, invitedBy } = invite;
    const mail = requestMail({
      workspaceId,
      kind: INVITE_MAIL,
      to: email,
      params: { workspaceId, linkId, workspaceName, role },
    });
    const act = audited({
      action: 'tenancy.member_invited',
      subject: { kind: 'invite', id },
      detail: { role },
    });
    const rows = [oneAfterTheOther(workspaceId), inviteRow(invite), act, mail.row];
    const told = new MemberInvited(workspaceId, id, role, invitedBy);
    return wins(this.store.commit(workspaceId, rows, [told, mail.event]));
  }

  async find(workspaceId: string, id: string): Promise<Invite | null> {
    const [found] = await this.database.query<Row>(
      workspaceId,
      sql`
        SELECT id, email, role, expires_at AS "expiresAt", accepted_by AS "acceptedBy" FROM tenancy.invites
        WHERE workspace_id = ${workspaceId} AND id = ${id} AND email IS NOT NULL AND withdrawn_at IS NULL`,
    );
    return found ?? null;
  }

  async findByLink({ workspaceId, linkId }: InviteLink): Promise<Invite | null> {
    const [found] = await this.database.query<Row>(
      workspaceId,
      sql`
        SELECT id, email, role, expires_at AS "expiresAt", accepted_by AS "acceptedBy"
        FROM tenancy.invites JOIN tenancy.workspaces USING (workspace_id)
        WHERE workspace_id = ${workspaceId} AND link_id = ${linkId} AND withdrawn_at IS NULL
          AND deleted_at IS NULL`,
    );
    return found ?? null;
  }

  /** Its row stays until it would have expired, so that the address cannot be written to without end. */
  withdraw(workspaceId: string, id: string): Promise<boolean> {
    const row = sql`
      WITH withdrawn AS (
        UPDATE tenancy.invites SET withdrawn_at = now()
        WHERE workspace_id = ${workspaceId} AND id = ${id} AND email IS NOT NULL AND withdrawn_at IS NULL
        RETURNING 1)
      SELECT platform.expect_changed(count(*)) FROM withdrawn`;
    const act = audited({ action: 'tenancy.invite_withdrawn', subject: { kind: 'invite', id } });
    return wins(this.database.batch(workspaceId, [row, act]));
  }

  accept({ workspaceId, linkId }: InviteLink, userId: string, role: MemberRole, now: Date): Promise<boolean> {
    const used = sql`
      WITH used AS (
        UPDATE tenancy.invites SET accepted_at = ${now}, accepted_by = ${userId}, email = NULL
        WHERE workspace_id = ${workspaceId} AND link_id = ${linkId} AND accepted_at IS NULL
          AND withdrawn_at IS NULL AND expires_at > ${now}
        RETURNING 1)
      SELECT platform.expect_changed(count(*)) FROM used`;
    const joined = sql`
      INSERT INTO tenancy.members (workspace_id, user_id, role, created_at)
      VALUES (${workspaceId}, ${userId}, ${role}, ${now})
      ON CONFLICT (workspace_id, user_id) DO NOTHING`;
    const act = audited({
      action: 'tenancy.member_joined',
      subject: { kind: 'user', id: userId },
      detail: { role },
    });
    const told = new MemberJoined(workspaceId, userId, role);
    return wins(this.store.commit(workspaceId, [used, joined, act], [told]));
  }
}

/** So that the count below is of what is really there: who invites at the same moment waits. */
function oneAfterTheOther(workspaceId: string): Statement {
  return sql`SELECT 1 FROM tenancy.workspaces WHERE workspace_id = ${workspaceId} FOR NO KEY UPDATE`;
}

function inviteRow(invite: NewInvite): Statement {
  const { workspaceId, id, linkId, email, role, invitedBy, createdAt, expiresAt } = invite;
  return sql`
    WITH invited AS (
      INSERT INTO tenancy.invites AS known
        (workspace_id, id, link_id, email, role, invited_by, created_at, expires_at)
      SELECT ${workspaceId}, ${id}, ${linkId}, ${email}, ${role}, ${invitedBy}, ${createdAt}, ${expiresAt}
      WHERE (
        SELECT count(*) FROM tenancy.invites
        WHERE workspace_id = ${workspaceId} AND email <> ${email}::citext AND withdrawn_at IS NULL
          AND expires_at > ${createdAt}
        ) < ${MOST_INVITES}
      ON CONFLICT (workspace_id, email) DO UPDATE SET
        id = EXCLUDED.id, link_id = EXCLUDED.link_id, role = EXCLUDED.role, invited_by = EXCLUDED.invited_by,
        created_at = EXCLUDED.created_at, expires_at = EXCLUDED.expires_at, withdrawn_at = NULL,
        sends = CASE WHEN known.expires_at > EXCLUDED.created_at THEN known.sends + 1 ELSE 1 END
      WHERE known.sends < ${MOST_SENDS} OR known.expires_at <= EXCLUDED.created_at
      RETURNING 1)
    SELECT platform.expect_changed(count(*)) FROM invited`;
}
