import { Client } from 'pg';
import { type SessionGrant } from '../../src/contexts/identity/commands/session-grants';
import { LogOut } from '../../src/contexts/identity/commands/log-out.command';
import { fingerprintOf } from '../../src/contexts/identity/commands/refresh-secret';
import { RefreshSession } from '../../src/contexts/identity/commands/refresh-session.command';
import { SwitchWorkspace } from '../../src/contexts/identity/commands/switch-workspace.command';
import { OpenWorkspace } from '../../src/contexts/tenancy/contracts/open-workspace.command';
import { ChangeMemberRole } from '../../src/contexts/tenancy/commands/change-member-role.command';
import { RemoveMember } from '../../src/contexts/tenancy/commands/remove-member.command';
import { uuidv7 } from '../../src/kernel/ids';
import { NO_TENANT } from '../../src/platform/database/database';
import { sql } from '../../src/platform/database/sql';
import { whileHeld } from './held-row';
import { type IdentityPlatform, startIdentity } from './identity-platform';

const DAY = 86_400;
const DEVICE = { userAgent: 'Jest', address: '127.0.0.1' };

describe('Refreshing a session', () => {
  let identity: IdentityPlatform;
  beforeAll(async () => {
    identity = await startIdentity();
  });
  afterAll(() => identity.stop());

  const refresh = ({ refreshToken }: Pick<SessionGrant, 'refreshToken'>) =>
    identity.commands.execute(new RefreshSession(refreshToken, DEVICE));
  const isAlive = async ({ sessionId }: SessionGrant) => (await identity.directory.find(sessionId)) !== null;

  it('gives a new pair and uses the old token up [ID-03 ID-13 ID-37]', async () => {
    const first = await identity.signUp();
    const second = await refresh(first);
    expect(second).toMatchObject({
      sessionId: first.sessionId,
      workspaceId: first.workspaceId,
      role: 'owner',
    });
    expect(second.refreshToken).not.toBe(first.refreshToken);
    await expect(refresh(second)).resolves.toMatchObject({ sessionId: first.sessionId });
  });

  it('has one winner among 100 at once, and the family lives on until the token comes again [R1 A7]', async () => {
    const first = await identity.signUp();
    const outcomes = await Promise.allSettled(Array.from({ length: 100 }, () => refresh(first)));
    const won = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    const lost = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
    );
    expect(won).toHaveLength(1);
    expect(lost).toHaveLength(99);
    for (const error of lost) expect(error).toMatchObject({ kind: 'conflict', code: 'refresh_raced' });
    expect(await isAlive(first)).toBe(true);
    const next = await refresh(won[0]!);
    identity.clock.pass(10.001);
    await expect(refresh(first)).rejects.toMatchObject({ code: 'refresh_token_reused' });
    expect(await isAlive(first)).toBe(false);
    await expect(refresh(next)).rejects.toMatchObject({ code: 'session_ended' });
  });

  it('with a token that was used before ends the family, its access tokens too [R2 A7]', async () => {
    const first = await identity.signUp();
    const second = await refresh(first);
    expect(await isAlive(first)).toBe(true);
    identity.clock.pass(10.001);
    const reuse = { kind: 'unauthenticated', code: 'refresh_token_reused' };
    await expect(refresh(first)).rejects.toMatchObject(reuse);
    expect(await isAlive(first)).toBe(false);
    await expect(refresh(second)).rejects.toMatchObject({ kind: 'unauthenticated', code: 'session_ended' });
    await expect(refresh(first)).rejects.toMatchObject(reuse);
  });

  it('leaves neither with anything when the thief was first [R3 A7]', async () => {
    const stolen = await identity.signUp();
    const thief = await refresh(stolen);
    identity.clock.pass(60);
    await expect(refresh(stolen)).rejects.toMatchObject({ code: 'refresh_token_reused' });
    await expect(refresh(thief)).rejects.toMatchObject({ kind: 'unauthenticated' });
    expect(await isAlive(thief)).toBe(false);
  });

  it('leaves nothing in the database that could be used [R4 A7]', async () => {
    const grants: SessionGrant[] = [await identity.signUp()];
    grants.push(await refresh(grants[0]!));
    const dump = await dumpOf(identity.ownerUrl);
    expect(dump).toContain(grants[0]!.sessionId);
    for (const { refreshToken, accessToken } of grants) {
      expect(dump).not.toContain(refreshToken.slice(4));
      expect(dump).not.toContain(Buffer.from(refreshToken).toString('hex'));
      expect(dump).not.toContain(accessToken);
    }
  });

  it('is kept as a chain: whose and where, until when, used when and replaced by which [ID-14 ID-17]', async () => {
    const first = await identity.signUp();
    identity.clock.pass(60);
    const second = await refresh(first);
    const now = identity.clock.now();
    const week = 7 * DAY * 1_000;
    const chain = await identity.database.query<{ id: string; hash: string }>(
      NO_TENANT,
      sql`
        SELECT token.id, encode(token_hash, 'hex') AS hash, user_id AS "userId",
          active_workspace_id AS "workspaceId", token.expires_at AS "expiresAt", rotated_at AS "revokedAt",
          replaced_by AS "replacedBy"
        FROM identity.refresh_tokens AS token JOIN identity.sessions AS session ON session.id = session_id
        WHERE session_id = ${first.sessionId} ORDER BY token.id`,
    );
    const { userId, workspaceId } = first;
    const shared = { userId, workspaceId };
    const digest = ({ refreshToken }: SessionGrant) => fingerprintOf(refreshToken).toString('hex');
    expect(chain).toMatchObject([
      {
        ...shared,
        hash: digest(first),
        expiresAt: new Date(now.getTime() - 60_000 + week),
        revokedAt: now,
        replacedBy: chain[1]!.id,
      },
      {
        ...shared,
        hash: digest(second),
        expiresAt: new Date(now.getTime() + week),
        revokedAt: null,
        replacedBy: null,
      },
    ]);
  });

  it('works for 30 days and no longer, however often it is done [R5 A7]', async () => {
    let grant: SessionGrant = await identity.signUp();
    for (let day = 6; day < 30; day += 6) {
      identity.clock.pass(6 * DAY);
      grant = await refresh(grant);
    }
    identity.clock.pass(6 * DAY);
    await expect(refresh(grant)).rejects.toMatchObject({ code: 'refresh_token_expired' });
    expect(await isAlive(grant)).toBe(false);
  });

  it('works for 7 idle days and no longer [R5 A7 ID-11]', async () => {
    const [prompt, late] = [await identity.signUp(), await identity.signUp()];
    identity.clock.pass(7 * DAY - 1);
    await expect(refresh(prompt)).resolves.toBeDefined();
    identity.clock.pass(1);
    await expect(refresh(late)).rejects.toMatchObject({ code: 'refresh_token_expired' });
  });

  it('whose answer was lost is not done a second time: the client signs in again [R6 A7]', async () => {
    const first = await identity.signUp();
    await refresh(first);
    identity.clock.pass(2);
    await expect(refresh(first)).rejects.toMatchObject({ code: 'refresh_raced' });
    const tokens = await identity.database.query(
      first.workspaceId,
      sql`SELECT rotated_at FROM identity.refresh_tokens WHERE session_id = ${first.sessionId}`,
    );
    expect(tokens).toHaveLength(2);
  });

  it('is refused to somebody who was removed from the workspace, and good again when they return [R7 A7]', async () => {
    const [ada, bob] = [await identity.signUp(), await identity.signUp()];
    await join(identity, bob.userId, ada.workspaceId);
    const inAdas = await identity.commands.execute(
      new SwitchWorkspace(ada.workspaceId, bob.userId, bob.sessionId),
    );
    await identity.commands.execute(new RemoveMember(ada.workspaceId, bob.userId));
    await expect(refresh(inAdas)).rejects.toMatchObject({ kind: 'forbidden', code: 'not_a_member' });
    expect(await identity.directory.roleIn(bob.userId, ada.workspaceId)).toBeNull();
    await join(identity, bob.userId, ada.workspaceId);
    await expect(refresh(inAdas)).resolves.toMatchObject({ workspaceId: ada.workspaceId, role: 'member' });
  });

  it('tells the role of now, not of the last token', async () => {
    const [ada, bob] = [await identity.signUp(), await identity.signUp()];
    await join(identity, bob.userId, ada.workspaceId);
    await identity.commands.execute(new ChangeMemberRole(ada.workspaceId, bob.userId, 'owner'));
    await identity.commands.execute(new ChangeMemberRole(ada.workspaceId, ada.userId, 'member'));
    await expect(refresh(ada)).resolves.toMatchObject({ role: 'member' });
  });

  it('is over after signing out, by the session or by the token alone [ID-04 ID-17]', async () => {
    const [ada, bob] = [await identity.signUp(), await identity.signUp()];
    expect([await isAlive(ada), await isAlive(bob)]).toEqual([true, true]);
    await identity.commands.execute(new LogOut(ada.sessionId, null));
    await identity.commands.execute(new LogOut(null, bob.refreshToken));
    for (const grant of [ada, bob]) {
      expect(await isAlive(grant)).toBe(false);
      await expect(refresh(grant)).rejects.toMatchObject({ code: 'session_ended' });
    }
    await expect(identity.commands.execute(new LogOut(null, 'prt_unknown'))).rejects.toMatchObject({
      code: 'invalid_refresh_token',
    });
  });

  it('stands in one workspace at a time [ID-43]', async () => {
    const ada = await identity.signUp();
    const second = uuidv7();
    await identity.commands.execute(new OpenWorkspace(second, ada.userId, 'Second'));
    const moved = await identity.commands.execute(new SwitchWorkspace(second, ada.userId, ada.sessionId));
    expect(moved).toMatchObject({ workspaceId: second, role: 'owner', sessionId: ada.sessionId });
    await expect(refresh(ada)).rejects.toMatchObject({ code: 'refresh_raced' });
    await expect(refresh(moved)).resolves.toMatchObject({ workspaceId: second });
    const foreign = await identity.signUp();
    await expect(
      identity.commands.execute(new SwitchWorkspace(foreign.workspaceId, ada.userId, ada.sessionId)),
    ).rejects.toMatchObject({ code: 'not_a_member' });
  });

  it('knows a workspace by one spelling of its id, as everything that is remembered of it does [ID-43]', async () => {
    const ada = await identity.signUp();
    const shouted = new SwitchWorkspace(ada.workspaceId.toUpperCase(), ada.userId, ada.sessionId);
    const moved = await identity.commands.execute(shouted);
    expect(moved.workspaceId).toBe(ada.workspaceId);
  });

  it.each([
    ['first', 1],
    ['second', 0],
  ])('leaves one good token when a switch at the same moment comes %s [A7 ID-43]', async (_, place) => {
    const ada = await identity.signUp();
    const second = uuidv7();
    await identity.commands.execute(new OpenWorkspace(second, ada.userId, 'Second'));
    const steps = [() => identity.commands.execute(new SwitchWorkspace(second, ada.userId, ada.sessionId))];
    steps.splice(place, 0, () => refresh(ada));
    const outcomes = await whileHeld(identity.ownerUrl, ['identity.sessions', ada.sessionId], steps);
    const refused = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
    );
    expect(refused).toEqual(place === 1 ? [expect.objectContaining({ code: 'refresh_raced' })] : []);
    const good = await identity.database.query(
      NO_TENANT,
      sql`SELECT id FROM identity.refresh_tokens WHERE session_id = ${ada.sessionId} AND rotated_at IS NULL`,
    );
    expect(good).toHaveLength(1);
  });

  it('ends when the account is deleted or its tokens are called in', async () => {
    const [ada, bob] = [await identity.signUp(), await identity.signUp()];
    await identity.database.batch(ada.workspaceId, [
      sql`UPDATE identity.users SET deleted_at = now() WHERE id = ${ada.userId}`,
      sql`UPDATE identity.users SET security_version = 2 WHERE id = ${bob.userId}`,
    ]);
    expect(await identity.directory.find(ada.sessionId)).toBeNull();
    await expect(refresh(ada)).rejects.toMatchObject({ code: 'session_ended' });
    expect(await identity.directory.find(bob.sessionId)).toMatchObject({ securityVersion: 2 });
  });
});

/** Invitations come with a later issue; until then a membership is written as they will write it. */
async function join(
  { database, directory }: IdentityPlatform,
  userId: string,
  workspaceId: string,
): Promise<void> {
  await database.query(
    workspaceId,
    sql`INSERT INTO tenancy.members (workspace_id, user_id, role, created_at)
        VALUES (${workspaceId}, ${userId}, 'member', now())`,
  );
  directory.forgetMember(userId, workspaceId);
}

async function dumpOf(ownerUrl: string): Promise<string> {
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    const { rows } = await owner.query<{ row: string }>(`
      SELECT u::text AS row FROM identity.users u UNION ALL SELECT s::text FROM identity.sessions s
      UNION ALL SELECT t::text FROM identity.refresh_tokens t`);
    return rows.map(({ row }) => row).join('\n');
  } finally {
    await owner.end();
  }
}
