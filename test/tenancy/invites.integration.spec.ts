import { AcceptInvite } from '../../src/contexts/tenancy/commands/accept-invite.command';
import { InviteMember } from '../../src/contexts/tenancy/commands/invite-member.command';
import { WithdrawInvite } from '../../src/contexts/tenancy/commands/withdraw-invite.command';
import { FindMembership } from '../../src/contexts/tenancy/contracts/find-membership.query';
import { INVITE_DAYS, MOST_SENDS } from '../../src/contexts/tenancy/domain/invite';
import { InviteTokens } from '../../src/contexts/tenancy/domain/invite-tokens';
import { EraseExpiredInvites } from '../../src/contexts/tenancy/jobs/erase-expired-invites.task';
import { uuidv7 } from '../../src/kernel/ids';
import { sql } from '../../src/platform/database/sql';
import { SealedIds } from '../../src/platform/security/sealed-ids';
import { type IdentityPlatform, startIdentity } from '../identity/identity-platform';

describe('Invitations', () => {
  let identity: IdentityPlatform;
  beforeAll(async () => {
    identity = await startIdentity();
  });
  afterAll(() => identity.stop());

  const invite = async (email: string) => {
    const { workspaceId, userId } = await identity.signUp();
    const invitation = { email, role: 'member' } as const;
    await identity.commands.execute(new InviteMember(workspaceId, uuidv7(), userId, invitation));
    const [row] = await identity.database.query<{ linkId: string }>(
      workspaceId,
      sql`SELECT link_id AS "linkId" FROM tenancy.invites WHERE workspace_id = ${workspaceId}`,
    );
    return { workspaceId, token: identity.get(InviteTokens).seal({ workspaceId, linkId: row!.linkId }) };
  };
  const newcomer = async () => {
    const { userId } = await identity.signUp();
    const [row] = await identity.database.query<{ email: string }>(
      { userId },
      sql`SELECT email FROM identity.users WHERE id = ${userId}`,
    );
    return { userId, email: row!.email };
  };

  it('hold for seven days and not a second more [TE-06 6.4.1]', async () => {
    const { userId, email } = await newcomer();
    const [early, late] = [await invite(email), await invite(email)];
    identity.clock.pass(7 * 86_400 - 1);
    expect(await identity.commands.execute(new AcceptInvite(early.token, userId))).toBe(early.workspaceId);
    identity.clock.pass(1);
    await expect(identity.commands.execute(new AcceptInvite(late.token, userId))).rejects.toMatchObject({
      code: 'invite_expired',
    });
  });

  it('to a workspace that is deleted are none', async () => {
    const { userId, email } = await newcomer();
    const { workspaceId, token } = await invite(email);
    await identity.database.query(workspaceId, sql`UPDATE tenancy.workspaces SET deleted_at = now()`);
    await expect(identity.commands.execute(new AcceptInvite(token, userId))).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await identity.queries.execute(new FindMembership(workspaceId, userId))).toBeNull();
  });

  it('cannot be used to write to somebody again and again by withdrawing them in between', async () => {
    const { workspaceId, userId } = await identity.signUp();
    const send = async () => {
      const id = uuidv7();
      const invitation = { email: 'flooded@example.com', role: 'member' } as const;
      await identity.commands.execute(new InviteMember(workspaceId, id, userId, invitation));
      return id;
    };
    for (let sent = 0; sent < MOST_SENDS; sent++) {
      await identity.commands.execute(new WithdrawInvite(workspaceId, await send()));
    }
    await expect(send()).rejects.toMatchObject({ code: 'too_many_invites' });
    identity.clock.pass(INVITE_DAYS * 86_400);
    await send();
  });

  it('cannot be made of any other secret, nor of what is stored [A15 11.5.1]', async () => {
    const { workspaceId, token } = await invite('somebody@example.com');
    const tokens = identity.get(InviteTokens);
    const linkId = tokens.open(token)!.linkId;
    const forged = [
      `${identity.get(SealedIds).seal('password reset', linkId)}-${workspaceId}`,
      `${identity.get(SealedIds).seal(`invite ${uuidv7()}`, linkId)}-${workspaceId}`,
      token.replace(/-[0-9a-f-]{36}$/, `-${uuidv7()}`),
      linkId,
      token.slice(0, -1),
    ];
    expect(forged.map((secret) => tokens.open(secret))).toEqual(forged.map(() => null));
    const stored = await identity.database.query(
      workspaceId,
      sql`
        SELECT invite::text AS text FROM tenancy.invites AS invite
        UNION ALL SELECT mail::text FROM platform.mails AS mail`,
    );
    expect(stored).toHaveLength(2);
    expect(JSON.stringify(stored)).not.toContain(token.slice(4, 60));
  });

  it('that have expired are erased, and only those [TE-06]', async () => {
    const [old, fresh] = [await invite('old@example.com'), await invite('fresh@example.com')];
    await identity.database.query(
      old.workspaceId,
      sql`UPDATE tenancy.invites SET expires_at = now() - interval '1 second'`,
    );
    await identity.database.query(
      fresh.workspaceId,
      sql`UPDATE tenancy.invites SET expires_at = now() + interval '1 minute'`,
    );
    await identity.get(EraseExpiredInvites).run();
    const emails = async ({ workspaceId }: { workspaceId: string }) =>
      identity.database.query(workspaceId, sql`SELECT email FROM tenancy.invites`);
    expect(await emails(old)).toEqual([]);
    expect(await emails(fresh)).toEqual([{ email: 'fresh@example.com' }]);
  });
});
