import { Client } from 'pg';
import {
  ChangePassword,
  type OpenSession,
} from '../../src/contexts/identity/commands/change-password.command';
import { LogIn } from '../../src/contexts/identity/commands/log-in.command';
import { RequestLink } from '../../src/contexts/identity/commands/request-link.command';
import { ResetPassword } from '../../src/contexts/identity/commands/reset-password.command';
import { type SessionGrant, SessionGrants } from '../../src/contexts/identity/commands/session-grants';
import { type DomainError } from '../../src/kernel/domain-error';
import { NO_TENANT } from '../../src/platform/database/database';
import { sql } from '../../src/platform/database/sql';
import { SealedIds } from '../../src/platform/security/sealed-ids';
import { secretIn, waitForMail } from '../support/mailbox';
import { whileHeld } from './held-row';
import { type IdentityPlatform, startIdentity } from './identity-platform';

const PASSWORD = 'nineteen cautious lanterns';
const OTHER = 'gravel osprey lichen tulip';
const ADDRESS = '203.0.113.9';
const DEVICE = { userAgent: 'Jest', address: ADDRESS };
const RESET = 'Choose a new password';

describe('A password', () => {
  let identity: IdentityPlatform;
  let owner: Client;
  beforeAll(async () => {
    identity = await startIdentity();
    owner = new Client({ connectionString: identity.ownerUrl });
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await identity.stop();
  });

  const rows = async <R extends object>(text: string, values: unknown[] = []) =>
    (await owner.query<R & Record<string, unknown>>(text, values)).rows;
  /** Past row-level security, which holds for the owner too. */
  const everyRowOf = async (table: string) => {
    await rows('BEGIN');
    await rows(`ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`);
    const entries = await rows<{ entry: string }>(`SELECT whole::text AS entry FROM ${table} AS whole`);
    await rows('ROLLBACK');
    return entries;
  };
  const requestedMails = () =>
    identity.database.query(
      NO_TENANT,
      sql`SELECT id FROM platform.mails WHERE kind = 'identity.password_reset' ORDER BY id`,
    );
  const idsOfLinks = async () =>
    (await rows<{ id: string }>('SELECT id FROM identity.one_time_links')).map(({ id }) => id);
  const newPerson = async () => {
    const { userId, workspaceId, sessionId } = await identity.signUp();
    const [user] = await rows<{ email: string }>('SELECT email FROM identity.users WHERE id = $1', [userId]);
    return { userId, workspaceId, sessionId, email: user!.email };
  };
  const logIn = (email: string, password: string) => {
    const form = { email, password, totp: null, captcha: null, workspaceId: null };
    return identity.commands.execute<LogIn, SessionGrant>(new LogIn(form, ADDRESS, DEVICE));
  };
  const outcomeOf = async (attempt: Promise<unknown>): Promise<string> => {
    try {
      await attempt;
      return 'done';
    } catch (error) {
      return (error as DomainError).code;
    }
  };
  const change = (session: Omit<OpenSession, 'isStrong'>, password: string | null, next = OTHER) => {
    const current = { password, captcha: null, address: ADDRESS, authenticatedAt: identity.clock.now() };
    const step = new ChangePassword({ isStrong: false, ...session }, current, next, DEVICE);
    return identity.commands.execute<ChangePassword, SessionGrant>(step);
  };
  const forget = (email: string) => identity.commands.execute(new RequestLink('password_reset', email));
  const reset = (secret: string, password = OTHER) =>
    identity.commands.execute<ResetPassword, void>(new ResetPassword(secret, password));
  const secretFor = async (email: string) => {
    await forget(email);
    return secretIn(await waitForMail(identity, email, RESET));
  };

  describe('that is changed', () => {
    it('ends every session, and opens a new one [ID-16 A8]', async () => {
      const person = await newPerson();
      const elsewhere = await logIn(person.email, PASSWORD);
      expect(await identity.directory.find(elsewhere.sessionId)).not.toBeNull();
      const grant = await change(person, PASSWORD);
      expect(grant).toMatchObject({ workspaceId: person.workspaceId, role: 'owner' });
      expect(await identity.directory.find(elsewhere.sessionId)).toBeNull();
      expect(await identity.directory.find(person.sessionId)).toBeNull();
      expect(await identity.directory.find(grant.sessionId)).toMatchObject({ securityVersion: 2 });
      expect(await outcomeOf(logIn(person.email, PASSWORD))).toBe('invalid_credentials');
      expect(await outcomeOf(logIn(person.email, OTHER))).toBe('done');
    });

    it('leaves nothing to a sign-in that was let in by the old one a moment before [ID-16 A8]', async () => {
      const person = await newPerson();
      const attempts = await Promise.allSettled([
        ...Array.from({ length: 10 }, () => logIn(person.email, PASSWORD)),
        change(person, PASSWORD),
        ...Array.from({ length: 10 }, () => logIn(person.email, PASSWORD)),
      ]);
      expect(attempts[10]!.status).toBe('fulfilled');
      const open = await rows('SELECT id FROM identity.sessions WHERE user_id = $1 AND ended_at IS NULL', [
        person.userId,
      ]);
      expect(open).toHaveLength(1);
    });

    it('opens no session for who was checked before it', async () => {
      const person = await newPerson();
      await change(person, PASSWORD);
      const stale = { userId: person.userId, securityVersion: 1 };
      const opening = identity.get(SessionGrants).open(stale, { workspaceId: null, role: null }, DEVICE);
      expect(await outcomeOf(opening)).toBe('concurrent_change');
    });

    it('keeps the strength of the session', async () => {
      const person = await newPerson();
      const grant = await change({ ...person, isStrong: true } as OpenSession, PASSWORD);
      expect(await identity.directory.find(grant.sessionId)).toMatchObject({ isStrong: true });
    });

    it('needs the present one, guesses at which are counted [6.2.3 A10]', async () => {
      const person = await newPerson();
      for (let i = 0; i < 5; i++) expect(await outcomeOf(change(person, OTHER))).toBe('invalid_credentials');
      expect(await outcomeOf(change(person, PASSWORD))).toBe('account_locked');
      const another = await newPerson();
      expect(await outcomeOf(change(another, null))).toBe('current_password_required');
    });

    it('passes the rules for passwords, or nothing is changed [ID-25]', async () => {
      const person = await newPerson();
      expect(await outcomeOf(change(person, PASSWORD, 'too short'))).toBe('weak_password');
      expect(await outcomeOf(change(person, PASSWORD, person.email))).toBe('weak_password');
      expect(await identity.directory.find(person.sessionId)).not.toBeNull();
    });

    it('is announced to the person, and written into the log by id alone [ID-41]', async () => {
      const person = await newPerson();
      await change(person, PASSWORD);
      const mail = await waitForMail(identity, person.email, 'Your password was changed');
      expect(JSON.stringify(mail)).not.toContain('pls_');
      const log = await identity.database.query(
        NO_TENANT,
        sql`SELECT action, subject_id FROM platform.audit_entries WHERE actor_id = ${person.userId}`,
      );
      expect(log).toContainEqual({ action: 'identity.password_changed', subject_id: person.userId });
    });

    it('has one winner when it is changed twice at once', async () => {
      const person = await newPerson();
      const outcomes = await Promise.all(
        [OTHER, `${OTHER} two`].map((next) => outcomeOf(change(person, PASSWORD, next))),
      );
      // The later one finds another password, or another version of the account.
      expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    });

    it('can be set by somebody without one, who has just signed in', async () => {
      const person = await newPerson();
      await rows('UPDATE identity.users SET password_hash = NULL WHERE id = $1', [person.userId]);
      const current = { password: null, captcha: null, address: ADDRESS };
      const late = { ...current, authenticatedAt: new Date(identity.clock.now().getTime() - 301_000) };
      const step = new ChangePassword({ ...person, isStrong: false }, late, OTHER, DEVICE);
      expect(await outcomeOf(identity.commands.execute(step))).toBe('recent_sign_in_required');
      expect(await outcomeOf(change(person, null))).toBe('done');
      expect(await outcomeOf(logIn(person.email, OTHER))).toBe('done');
    });
  });

  describe('that was forgotten', () => {
    it('is chosen anew by a link in a mail, which ends every session [ID-16 A8 A15]', async () => {
      const person = await newPerson();
      const secret = await secretFor(person.email);
      await reset(secret);
      expect(await identity.directory.find(person.sessionId)).toBeNull();
      expect(await outcomeOf(logIn(person.email, PASSWORD))).toBe('invalid_credentials');
      expect(await outcomeOf(logIn(person.email, OTHER))).toBe('done');
      await waitForMail(identity, person.email, 'Your password was changed');
      const [user] = await rows('SELECT email_verified_at FROM identity.users WHERE id = $1', [
        person.userId,
      ]);
      expect(user!.email_verified_at).not.toBeNull();
    });

    it('is chosen once, however many try with the link at once [A15]', async () => {
      const { email, userId } = await newPerson();
      const secret = await secretFor(email);
      const outcomes = await Promise.all(
        Array.from({ length: 100 }, (_, i) => outcomeOf(reset(secret, `${OTHER} ${i}`))),
      );
      expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === 'invalid_link')).toHaveLength(99);
      const [user] = await rows('SELECT security_version FROM identity.users WHERE id = $1', [userId]);
      expect(user).toEqual({ security_version: 2 });
    });

    it('is chosen once by two processes at once [A15]', async () => {
      const { dataDirectory } = identity.runtime.settings;
      const other = await startIdentity({ DATABASE_URL: identity.ownerUrl, DATA_DIR: dataDirectory });
      other.clock.pass((identity.clock.now().getTime() - other.clock.now().getTime()) / 1_000);
      try {
        const { email } = await newPerson();
        const secret = await secretFor(email);
        const attempts = [identity, other].map(({ commands }, i) =>
          outcomeOf(commands.execute(new ResetPassword(secret, `${OTHER} ${i}`))),
        );
        expect((await Promise.all(attempts)).sort()).toEqual(['done', 'invalid_link']);
      } finally {
        await other.stop();
      }
    });

    it('is chosen once when two links of one person are followed at once [A15]', async () => {
      const { email, userId } = await newPerson();
      const known = new Set(await idsOfLinks());
      await forget(email);
      await forget(email);
      const [first, second] = (await idsOfLinks())
        .filter((id) => !known.has(id))
        .map((id) => identity.get(SealedIds).seal('password_reset', id));
      const outcomes = await whileHeld(
        identity.ownerUrl,
        ['identity.users', userId],
        [() => outcomeOf(reset(first!)), () => outcomeOf(reset(second!, `${OTHER} two`))],
      );
      const done = { status: 'fulfilled', value: 'done' };
      expect(outcomes).toEqual([done, { status: 'fulfilled', value: 'invalid_link' }]);
    });

    it('can be chosen for ten minutes [A15 6.4.1]', async () => {
      const { email } = await newPerson();
      const secret = await secretFor(email);
      identity.clock.pass(601);
      expect(await outcomeOf(reset(secret))).toBe('invalid_link');
      identity.clock.pass(-2);
      expect(await outcomeOf(reset(secret))).toBe('done');
    });

    it('is not chosen with a weak one, and the link stays good', async () => {
      const { email } = await newPerson();
      const secret = await secretFor(email);
      expect(await outcomeOf(reset(secret, 'too short'))).toBe('weak_password');
      expect(await outcomeOf(reset(secret))).toBe('done');
    });

    it('is not chosen with older links once it was changed', async () => {
      const person = await newPerson();
      const secret = await secretFor(person.email);
      await change(person, PASSWORD);
      expect(await outcomeOf(reset(secret, `${OTHER} two`))).toBe('invalid_link');
    });

    it.each(['', 'pls_made-up', 'x'.repeat(200)])('is not chosen with %j', async (secret) => {
      expect(await outcomeOf(reset(secret))).toBe('invalid_link');
    });

    it('is not chosen with a link to sign in', async () => {
      const { email } = await newPerson();
      await identity.commands.execute(new RequestLink('magic_link', email));
      const secret = secretIn(await waitForMail(identity, email, 'Your link to sign in'));
      expect(await outcomeOf(reset(secret))).toBe('invalid_link');
    });

    it('brings three mails in 15 minutes at most, however many are asked for at once [6.6.3]', async () => {
      const { email } = await newPerson();
      const before = (await requestedMails()).length;
      await Promise.all(Array.from({ length: 10 }, () => forget(email)));
      expect((await requestedMails()).length - before).toBe(3);
      identity.clock.pass(901);
      await forget(email);
      expect((await requestedMails()).length - before).toBe(4);
    });

    it('brings no mail to an address without an account, and keeps no trace of it but a count [A11]', async () => {
      const before = await requestedMails();
      expect(before).not.toEqual([]);
      await forget('nobody-here@example.com');
      expect(await requestedMails()).toEqual(before);
      const links = await rows('SELECT * FROM identity.one_time_links WHERE user_id IS NULL');
      expect(links).toHaveLength(1);
      expect(JSON.stringify(links)).not.toContain('nobody-here');
    });

    it('lies as a secret in no table [A13 A15]', async () => {
      const { email } = await newPerson();
      const secret = await secretFor(email);
      const tables = await rows<{ name: string }>(
        "SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables WHERE table_schema IN ('identity', 'platform', 'tenancy') AND table_type = 'BASE TABLE'",
      );
      const mac = Buffer.from(secret.slice('pls_'.length), 'base64url').subarray(16).toString('hex');
      let seen = 0;
      for (const { name } of tables) {
        const entries = await everyRowOf(name);
        seen += entries.length;
        const found = entries.filter(({ entry }) => entry.includes(secret) || entry.includes(mac));
        expect({ name, found }).toEqual({ name, found: [] });
      }
      expect(seen).toBeGreaterThan(100);
    });
  });
});
