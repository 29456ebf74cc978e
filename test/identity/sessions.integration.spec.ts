import { Secret, TOTP } from 'otpauth';
import { ConfirmTotp } from '../../src/contexts/identity/commands/confirm-totp.command';
import { type Device } from '../../src/contexts/identity/commands/device';
import { EndOtherSessions } from '../../src/contexts/identity/commands/end-other-sessions.command';
import { EndSession } from '../../src/contexts/identity/commands/end-session.command';
import { LogOut } from '../../src/contexts/identity/commands/log-out.command';
import { Reauthenticate } from '../../src/contexts/identity/commands/reauthenticate.command';
import { RefreshSession } from '../../src/contexts/identity/commands/refresh-session.command';
import { type SessionGrant, SessionGrants } from '../../src/contexts/identity/commands/session-grants';
import { SetUpTotp } from '../../src/contexts/identity/commands/set-up-totp.command';
import { SwitchWorkspace } from '../../src/contexts/identity/commands/switch-workspace.command';
import { CleanUpSessions } from '../../src/contexts/identity/jobs/clean-up-sessions.task';
import { ListSessions, type SessionView } from '../../src/contexts/identity/queries/list-sessions.query';
import { OpenWorkspace } from '../../src/contexts/tenancy/contracts/open-workspace.command';
import { uuidv7 } from '../../src/kernel/ids';
import { NO_TENANT, type Scope } from '../../src/platform/database/database';
import { sql } from '../../src/platform/database/sql';
import { eventually } from '../support/eventually';
import { actsAbout } from './audit-acts';
import { type IdentityPlatform, startIdentity } from './identity-platform';

type Person = SessionGrant & { readonly userId: string; readonly workspaceId: string };

interface SessionRow extends Record<string, unknown> {
  readonly end_reason: string | null;
  readonly last_used_at: Date;
}

const DAY = 86_400;
const MOST = 10;
const HOME: Device = { userAgent: 'Jest', address: '127.0.0.1' };

describe('Sessions', () => {
  let identity: IdentityPlatform;
  beforeAll(async () => {
    identity = await startIdentity();
  });
  afterAll(() => identity.stop());

  const signUp = (): Promise<Person> => identity.signUp();
  const open = ({ userId, workspaceId }: Person, device = HOME) =>
    identity.get(SessionGrants).open({ userId, securityVersion: 1 }, { workspaceId, role: 'owner' }, device);
  const refresh = ({ refreshToken }: SessionGrant, device = HOME) =>
    identity.commands.execute(new RefreshSession(refreshToken, device));
  const list = ({ userId, sessionId }: Person, page: { limit?: number; cursor?: string } = {}) =>
    identity.queries.execute(new ListSessions(userId, sessionId, { limit: 20, ...page }));
  const idsOf = (views: readonly SessionView[]) => views.map(({ id }) => id);
  const rowOf = async ({ sessionId }: SessionGrant) => {
    const [row] = await identity.database.query<SessionRow>(
      NO_TENANT,
      sql`SELECT * FROM identity.sessions WHERE id = ${sessionId}`,
    );
    return row;
  };
  const actionsAbout = async (log: Scope, subjectId: string) =>
    (await actsAbout(identity.database, log, subjectId)).map(({ action }) => action);

  describe('of one person', () => {
    it('are listed newest first, with where and when they were used [ID-22]', async () => {
      const ada = await signUp();
      identity.clock.pass(60);
      const phone = await open(ada, { userAgent: 'Phone', address: '203.0.113.7' });
      const { data, nextCursor } = await list(ada);
      const now = identity.clock.now();
      expect(nextCursor).toBeNull();
      expect(data).toEqual([
        {
          id: phone.sessionId,
          current: false,
          device: 'Phone',
          address: '203.0.113.7',
          createdAt: now,
          lastUsedAt: now,
          expiresAt: new Date(now.getTime() + 7 * DAY * 1_000),
          isStrong: false,
          workspaceId: ada.workspaceId,
        },
        expect.objectContaining({ id: ada.sessionId, current: true, device: 'Jest' }),
      ]);
      const first = await list(ada, { limit: 1 });
      const second = await list(ada, { limit: 1, cursor: first.nextCursor! });
      expect([...idsOf(first.data), ...idsOf(second.data)]).toEqual(idsOf(data));
    });

    it('are listed only while they can be used, and to nobody else', async () => {
      const [ada, bob] = [await signUp(), await signUp()];
      const gone = await open(ada);
      await identity.commands.execute(new LogOut(gone.sessionId, null));
      expect(idsOf((await list(ada)).data)).toEqual([ada.sessionId]);
      expect(idsOf((await list(bob)).data)).toEqual([bob.sessionId]);
      identity.clock.pass(7 * DAY);
      expect((await list(ada)).data).toEqual([]);
    });

    it('are at most ten: one more ends the one that was used least recently [ID-21]', async () => {
      const ada = await signUp();
      const grants: SessionGrant[] = [ada];
      for (let i = 1; i < MOST; i++) {
        identity.clock.pass(1);
        grants.push(await open(ada));
      }
      expect((await list(ada)).data).toHaveLength(MOST);
      identity.clock.pass(1);
      await refresh(ada);
      const eleventh = await open(ada);
      const left = idsOf((await list(ada)).data);
      expect(left).toHaveLength(MOST);
      expect(left).toEqual(expect.arrayContaining([ada.sessionId, eleventh.sessionId]));
      expect(left).not.toContain(grants[1]!.sessionId);
      expect(await identity.directory.find(grants[1]!.sessionId)).toBeNull();
      expect(await rowOf(grants[1]!)).toMatchObject({ end_reason: 'displaced' });
      await expect(refresh(grants[1]!)).rejects.toMatchObject({ code: 'session_ended' });
      const [act] = (await actsAbout(identity.database, ada.workspaceId, grants[1]!.sessionId)).slice(-1);
      expect(act).toMatchObject({ action: 'identity.session_ended', detail: { reason: 'displaced' } });
    });

    it('are exactly ten after 30 sign-ins at once, and others’ are not touched [ID-21]', async () => {
      const [ada, bob] = [await signUp(), await signUp()];
      const grants = await Promise.all(Array.from({ length: 30 }, () => open(ada)));
      expect((await list(ada)).data).toHaveLength(MOST);
      const alive = await Promise.all(
        grants.map(async ({ sessionId }) => (await identity.directory.find(sessionId)) !== null),
      );
      expect(alive.filter(Boolean)).toHaveLength(MOST);
      expect(idsOf((await list(bob)).data)).toEqual([bob.sessionId]);
      const ended = await identity.database.query(
        NO_TENANT,
        sql`SELECT end_reason FROM identity.sessions WHERE user_id = ${ada.userId} AND ended_at IS NOT NULL`,
      );
      expect(ended).toEqual(Array(21).fill({ end_reason: 'displaced' }));
    });
  });

  describe('end', () => {
    it('one by one, for their person only [A8]', async () => {
      const [ada, bob] = [await signUp(), await signUp()];
      const lost = await open(ada);
      expect(await identity.directory.find(lost.sessionId)).not.toBeNull();
      const end = (person: Person, sessionId: string) =>
        identity.commands.execute(new EndSession(person.userId, sessionId));
      await expect(end(bob, lost.sessionId)).rejects.toMatchObject({ kind: 'not_found' });
      expect(await identity.directory.find(lost.sessionId)).not.toBeNull();
      await end(ada, lost.sessionId);
      expect(await identity.directory.find(lost.sessionId)).toBeNull();
      await expect(refresh(lost)).rejects.toMatchObject({ code: 'session_ended' });
      await expect(end(ada, lost.sessionId)).rejects.toMatchObject({ kind: 'not_found' });
      await expect(end(ada, uuidv7())).rejects.toMatchObject({ kind: 'not_found' });
      expect(await rowOf(lost)).toMatchObject({ end_reason: 'ended_elsewhere' });
    });

    it('all but the one that asks for it [A8]', async () => {
      const [ada, bob] = [await signUp(), await signUp()];
      const others = [await open(ada), await open(ada)];
      await identity.commands.execute(new EndOtherSessions(ada.userId, ada.sessionId));
      for (const other of others) expect(await identity.directory.find(other.sessionId)).toBeNull();
      for (const { sessionId } of [ada, bob]) expect(await identity.directory.find(sessionId)).not.toBeNull();
      expect(await actionsAbout(NO_TENANT, ada.userId)).toContain('identity.other_sessions_ended');
    });

    it('for a reason that is kept and logged, each [ID-22]', async () => {
      const ada = await signUp();
      const [out, elsewhere, stolen] = [await open(ada), await open(ada), await open(ada)];
      await identity.commands.execute(new LogOut(out.sessionId, null));
      await identity.commands.execute(new EndSession(ada.userId, elsewhere.sessionId));
      await refresh(stolen);
      identity.clock.pass(11);
      await expect(refresh(stolen)).rejects.toMatchObject({ code: 'refresh_token_reused' });
      const told = async (grant: SessionGrant) => [
        (await rowOf(grant))!.end_reason,
        ...(await actionsAbout(ada.workspaceId, grant.sessionId)),
      ];
      const opened = 'identity.signed_in';
      expect(await told(out)).toEqual(['signed_out', opened, 'identity.signed_out']);
      expect(await told(elsewhere)).toEqual(['ended_elsewhere', opened, 'identity.session_ended']);
      expect(await told(stolen)).toEqual(['refresh_token_reused', opened, 'identity.refresh_token_reused']);
    });

    it('are forgotten with their tokens 30 days after they are over, and not before [ID-23]', async () => {
      const ada = await signUp();
      const ended = await open(ada);
      await identity.commands.execute(new LogOut(ended.sessionId, null));
      const cleanUp = () => identity.get(CleanUpSessions).run();
      const tokens = async ({ sessionId }: SessionGrant) =>
        (
          await identity.database.query(
            NO_TENANT,
            sql`SELECT 1 FROM identity.refresh_tokens WHERE session_id = ${sessionId}`,
          )
        ).length;
      identity.clock.pass(30 * DAY);
      await cleanUp();
      expect([await rowOf(ended), await tokens(ended)]).toEqual([expect.anything(), 1]);
      identity.clock.pass(1);
      await cleanUp();
      expect([await rowOf(ended), await tokens(ended)]).toEqual([undefined, 0]);
      expect([await rowOf(ada), await tokens(ada)]).toEqual([expect.anything(), 1]);
      identity.clock.pass(30 * DAY);
      await cleanUp();
      expect([await rowOf(ada), await tokens(ada)]).toEqual([undefined, 0]);
    });
  });

  describe('in use', () => {
    it('note the device and the address of each refresh [ID-15 ID-22]', async () => {
      const ada = await signUp();
      identity.clock.pass(600);
      await refresh(ada, { userAgent: 'Jest', address: '127.0.0.9' });
      expect((await list(ada)).data).toMatchObject([
        { device: 'Jest', address: '127.0.0.9', lastUsedAt: identity.clock.now() },
      ]);
    });

    it.each<[string, Device, boolean]>([
      ['the same place', HOME, false],
      ['another address of the same network', { ...HOME, address: '127.0.0.77' }, false],
      ['another network', { ...HOME, address: '203.0.113.7' }, true],
      ['another program', { ...HOME, userAgent: 'curl/8' }, true],
      ['no program', { ...HOME, userAgent: null }, true],
      ['IPv6', { ...HOME, address: '2001:db8::1' }, true],
    ])(
      'refreshed from %s are not refused, only noted where it matters [ID-15 ID-20]',
      async (_, device, moved) => {
        const ada = await signUp();
        await expect(refresh(ada, device)).resolves.toMatchObject({ sessionId: ada.sessionId });
        const actions = await actionsAbout(ada.workspaceId, ada.sessionId);
        expect(actions.includes('identity.session_moved')).toBe(moved);
      },
    );

    it('note in the background that they were used, every five minutes at most [ID-22]', async () => {
      const ada = await signUp();
      const lastUsed = async () => (await rowOf(ada))!.last_used_at;
      const useAfter = async (seconds: number) => {
        identity.clock.pass(seconds);
        identity.directory.forgetSession(ada.sessionId);
        await identity.directory.find(ada.sessionId);
        return identity.clock.now();
      };
      await useAfter(300);
      const noted = await useAfter(60);
      await eventually(async () => expect(await lastUsed()).toEqual(noted));
      await useAfter(240);
      const notedAgain = await useAfter(61);
      await eventually(async () => expect(await lastUsed()).toEqual(notedAgain));
      await useAfter(60);
      expect(await lastUsed()).toEqual(notedAgain);
    });

    it('say in the new workspace’s log that they moved there [ID-43]', async () => {
      const ada = await signUp();
      const second = uuidv7();
      await identity.commands.execute(new OpenWorkspace(second, ada.userId, 'Second'));
      await identity.commands.execute(new SwitchWorkspace(second, ada.userId, ada.sessionId));
      expect(await actionsAbout(second, ada.sessionId)).toEqual(['identity.workspace_switched']);
    });
  });

  describe('are confirmed', () => {
    const PASSWORD = 'nineteen cautious lanterns';
    const ADDRESS = '203.0.113.20';
    const confirm = async (
      { userId, sessionId }: Person,
      given: { password?: string; totp?: string },
      address = ADDRESS,
    ) => {
      const { isStrong } = (await identity.directory.find(sessionId))!;
      const proof = { password: null, totp: null, captcha: null, address, ...given };
      await identity.commands.execute(new Reauthenticate({ userId, sessionId, isStrong }, proof));
    };
    const standing = async ({ sessionId }: Person) => {
      const { isStrong, authenticatedAt } = (await identity.directory.find(sessionId))!;
      return { isStrong, secondsAgo: (identity.clock.now().getTime() - authenticatedAt) / 1_000 };
    };
    const setUpTotp = async ({ userId, sessionId }: Person) => {
      const { secret } = await identity.commands.execute(new SetUpTotp(userId));
      const code = () =>
        new TOTP({ secret: Secret.fromBase32(secret) }).generate({
          timestamp: identity.clock.now().getTime(),
        });
      await identity.commands.execute(new ConfirmTotp({ userId, sessionId }, code()));
      identity.clock.pass(60);
      return code;
    };

    it('by the password: the sign-in counts as made now', async () => {
      const ada = await signUp();
      identity.clock.pass(600);
      expect(await standing(ada)).toEqual({ isStrong: false, secondsAgo: 600 });
      await confirm(ada, { password: PASSWORD });
      expect(await standing(ada)).toEqual({ isStrong: false, secondsAgo: 0 });
      expect(await actionsAbout(NO_TENANT, ada.userId)).toContain('identity.reauthenticated');
    });

    it('by nothing less: not by a wrong password, a code of nobody’s or nothing', async () => {
      const ada = await signUp();
      identity.clock.pass(600);
      const wrong = { code: 'invalid_credentials' };
      await expect(confirm(ada, { password: `${PASSWORD}r` })).rejects.toMatchObject(wrong);
      await expect(confirm(ada, { totp: '123456' })).rejects.toMatchObject(wrong);
      await expect(confirm(ada, {})).rejects.toMatchObject({ kind: 'invalid', code: 'proof_required' });
      expect(await standing(ada)).toMatchObject({ secondsAgo: 600 });
    });

    it('by a code, with which they become strong and stay so [A16]', async () => {
      const ada = await signUp();
      const old: Person = { ...ada, sessionId: (await open(ada)).sessionId };
      const code = await setUpTotp(ada);
      await expect(confirm(old, { password: PASSWORD })).rejects.toMatchObject({ code: 'totp_required' });
      await confirm(old, { totp: code() });
      expect(await standing(old)).toEqual({ isStrong: true, secondsAgo: 0 });
      identity.clock.pass(60);
      await expect(confirm(old, { password: 'wrong', totp: code() })).rejects.toMatchObject({
        code: 'invalid_credentials',
      });
      await confirm(old, { password: PASSWORD });
      expect(await standing(old)).toEqual({ isStrong: true, secondsAgo: 0 });
      identity.clock.pass(30);
      await confirm(old, { password: PASSWORD, totp: code() });
    });

    it('with as few guesses as at the door [A10]', async () => {
      const ada = await signUp();
      for (let i = 0; i < 5; i++) {
        await expect(confirm(ada, { password: `wrong ${i}` })).rejects.toMatchObject({
          code: 'invalid_credentials',
        });
      }
      await expect(confirm(ada, { password: PASSWORD })).rejects.toMatchObject({
        kind: 'locked',
        code: 'account_locked',
      });
    });
  });
});
