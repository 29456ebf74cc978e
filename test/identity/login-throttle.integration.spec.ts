import { Client } from 'pg';
import { LogIn, type LoginForm } from '../../src/contexts/identity/commands/log-in.command';
import { type SessionGrant } from '../../src/contexts/identity/commands/session-grants';
import { PasswordHasher } from '../../src/contexts/identity/domain/password-hasher';
import { SecondFactors } from '../../src/contexts/identity/domain/second-factors';
import { ForgetSignInTraces } from '../../src/contexts/identity/jobs/forget-sign-in-traces.task';
import { type DomainError } from '../../src/kernel/domain-error';
import { AuditTrail } from '../../src/platform/audit/audit-trail';
import { NO_TENANT, type Scope } from '../../src/platform/database/database';
import { sql } from '../../src/platform/database/sql';
import { type IdentityPlatform, startIdentity } from './identity-platform';

const PASSWORD = 'nineteen cautious lanterns';
const WRONG = 'innineteen cautious lanterns';
const DEVICE = { userAgent: 'Jest', address: '203.0.113.9' };
const HOME = '203.0.113.9';
const DAY = 86_400;

describe('Guessing at a password', () => {
  let identity: IdentityPlatform;
  let owner: Client;
  let compared: jest.SpyInstance;
  beforeAll(async () => {
    identity = await startIdentity();
    owner = new Client({ connectionString: identity.ownerUrl });
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await identity.stop();
  });
  beforeEach(() => {
    compared = jest.spyOn(identity.get(PasswordHasher), 'matches');
  });
  afterEach(() => jest.restoreAllMocks());

  const rows = async (text: string, values: unknown[] = []) =>
    (await owner.query<Record<string, unknown>>(text, values)).rows;
  const newPerson = async () => {
    const { userId, workspaceId } = await identity.signUp();
    const [{ email }] = (await rows('SELECT email FROM identity.users WHERE id = $1', [userId])) as [
      { email: string },
    ];
    return { userId, workspaceId, email };
  };
  const logIn = (email: string, password: string, address = HOME, more: Partial<LoginForm> = {}) => {
    const form = { email, password, totp: null, captcha: null, workspaceId: null, ...more };
    return identity.commands.execute<LogIn, SessionGrant>(new LogIn(form, address, DEVICE));
  };
  /** The code of the refusal, or "in". */
  const outcomeOf = async (attempt: Promise<unknown>): Promise<string> => {
    try {
      await attempt;
      return 'in';
    } catch (error) {
      return (error as DomainError).code;
    }
  };
  const tally = (outcomes: readonly string[]) => {
    const counts: Record<string, number> = {};
    for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
    return counts;
  };
  const failTimes = async (count: number, email: string, address = HOME) => {
    for (let i = 0; i < count; i++)
      expect(await outcomeOf(logIn(email, WRONG, address))).toBe('invalid_credentials');
  };

  it('locks the account after five failures, for that address only [ID-27 ID-28 A10]', async () => {
    const { email } = await newPerson();
    await failTimes(5, email);
    const refused = logIn(email, PASSWORD);
    await expect(refused).rejects.toMatchObject({
      kind: 'locked',
      code: 'account_locked',
      retryAfterSeconds: 60,
    });
    expect(await outcomeOf(logIn(email, PASSWORD, '198.51.100.7'))).toBe('in');
    identity.clock.pass(60);
    expect(await outcomeOf(logIn(email, PASSWORD))).toBe('in');
  });

  it('starts from nothing after a success [ID-28]', async () => {
    const { email } = await newPerson();
    await failTimes(4, email);
    await logIn(email, PASSWORD);
    await failTimes(4, email);
    expect(await outcomeOf(logIn(email, PASSWORD))).toBe('in');
  });

  it('counts one account, however its address is written', async () => {
    const { email } = await newPerson();
    await failTimes(5, email.toUpperCase());
    expect(await outcomeOf(logIn(email, PASSWORD))).toBe('account_locked');
  });

  it('is answered alike where there is no account [A11 6.3.8]', async () => {
    const nobody = 'nobody@example.com';
    await failTimes(5, nobody);
    await expect(logIn(nobody, WRONG)).rejects.toMatchObject({
      code: 'account_locked',
      retryAfterSeconds: 60,
    });
    expect(compared).toHaveBeenCalledTimes(5);
  });

  it('has exactly five of 100 parallel passwords compared [A10]', async () => {
    const { email } = await newPerson();
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => outcomeOf(logIn(email, WRONG))));
    expect(tally(outcomes)).toEqual({ invalid_credentials: 5, account_locked: 95 });
    expect(compared).toHaveBeenCalledTimes(5);
  });

  it('does not get in the way of 20 parallel right passwords', async () => {
    const { email } = await newPerson();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => outcomeOf(logIn(email, PASSWORD))));
    expect(tally(outcomes)).toEqual({ in: 20 });
  });

  it('from 50 addresses has at most 100 of 1,000 compared, and the owner gets in [A10 6.3.1]', async () => {
    const { email } = await newPerson();
    await logIn(email, PASSWORD, HOME);
    const before = compared.mock.calls.length;
    for (let round = 0; round < 20; round++) {
      // All addresses at once, which no count that is read first and written later survives.
      await Promise.all(Array.from({ length: 50 }, (_, i) => outcomeOf(logIn(email, WRONG, `10.0.0.${i}`))));
      identity.clock.pass(30);
    }
    const guesses = compared.mock.calls.length - before;
    expect(guesses).toBeGreaterThanOrEqual(50);
    expect(guesses).toBeLessThanOrEqual(100);
    expect(await outcomeOf(logIn(email, PASSWORD, HOME))).toBe('in');
    expect(await outcomeOf(logIn(email, PASSWORD, '192.0.2.44'))).toBe('in');
  });

  it('from ever new addresses is cut off at 100 a day, and the owner gets in from a known one [A10]', async () => {
    const { email } = await newPerson();
    await logIn(email, PASSWORD, HOME);
    const before = compared.mock.calls.length;
    const attempts = Array.from({ length: 150 }, (_, i) => outcomeOf(logIn(email, WRONG, `10.1.0.${i}`)));
    expect(tally(await Promise.all(attempts))).toEqual({ invalid_credentials: 100, account_locked: 50 });
    expect(compared.mock.calls.length - before).toBe(100);
    expect(await outcomeOf(logIn(email, PASSWORD, '192.0.2.44'))).toBe('account_locked');
    expect(await outcomeOf(logIn(email, PASSWORD, HOME))).toBe('in');
    identity.clock.pass(DAY);
    expect(await outcomeOf(logIn(email, PASSWORD, '192.0.2.44'))).toBe('in');
  });

  it('is counted across processes', async () => {
    const { email } = await newPerson();
    const other = await startIdentity({ DATABASE_URL: identity.ownerUrl });
    other.clock.pass((identity.clock.now().getTime() - other.clock.now().getTime()) / 1_000);
    try {
      const form = { email, password: WRONG, totp: null, captcha: null, workspaceId: null };
      const both = [identity, other].flatMap(({ commands }) =>
        Array.from({ length: 20 }, () => outcomeOf(commands.execute(new LogIn(form, HOME, DEVICE)))),
      );
      expect(tally(await Promise.all(both))).toEqual({ invalid_credentials: 5, account_locked: 35 });
    } finally {
      await other.stop();
    }
  });

  it('counts a wrong code of a second factor, and not a missing one [ID-28]', async () => {
    const { email } = await newPerson();
    const code = jest.spyOn(identity.get(SecondFactors), 'check');
    code.mockResolvedValue('missing');
    for (let i = 0; i < 6; i++) expect(await outcomeOf(logIn(email, PASSWORD))).toBe('totp_required');
    code.mockResolvedValue('wrong');
    for (let i = 0; i < 5; i++) expect(await outcomeOf(logIn(email, PASSWORD))).toBe('invalid_credentials');
    code.mockResolvedValue('passed');
    expect(await outcomeOf(logIn(email, PASSWORD))).toBe('account_locked');
    identity.clock.pass(60);
    const { sessionId } = await logIn(email, PASSWORD, HOME, { totp: '123456' });
    expect(await identity.directory.find(sessionId)).toMatchObject({ isStrong: true });
  });

  it('does not ask for the second factor before the password is right', async () => {
    const { email } = await newPerson();
    const code = jest.spyOn(identity.get(SecondFactors), 'check');
    expect(await outcomeOf(logIn(email, WRONG, HOME, { totp: '123456' }))).toBe('invalid_credentials');
    expect(code).not.toHaveBeenCalled();
  });

  it('does not count what we ourselves got wrong', async () => {
    const { email } = await newPerson();
    compared.mockRejectedValue(new Error('out of memory'));
    for (let i = 0; i < 6; i++) await expect(logIn(email, PASSWORD)).rejects.toThrow('out of memory');
    compared.mockRestore();
    expect(await outcomeOf(logIn(email, PASSWORD))).toBe('in');
  });

  it('leaves neither an e-mail address nor a network address in the counts, and nothing at all in the end', async () => {
    const { email } = await newPerson();
    await failTimes(2, email);
    await logIn(email, PASSWORD, '198.51.100.7');
    const kept = JSON.stringify([
      ...(await rows('SELECT encode(account, $1), encode(address, $1) FROM identity.login_failures', [
        'escape',
      ])),
      ...(await rows('SELECT encode(account, $1), encode(address, $1) FROM identity.trusted_addresses', [
        'escape',
      ])),
    ]);
    expect(kept).not.toMatch(/example|203\.0|198\.51/);
    const purge = () => identity.get(ForgetSignInTraces).run();
    const left = async () => {
      const counts = `SELECT (SELECT count(*)::int FROM identity.login_failures) AS failures,
        (SELECT count(*)::int FROM identity.trusted_addresses) AS trusted`;
      return (await rows(counts))[0] as { failures: number; trusted: number };
    };
    await purge();
    expect((await left()).failures).toBeGreaterThan(0);
    identity.clock.pass(DAY + 1);
    await purge();
    expect(await left()).toMatchObject({ failures: 0, trusted: expect.any(Number) as number });
    expect((await left()).trusted).toBeGreaterThan(0);
    identity.clock.pass(90 * DAY);
    await purge();
    expect(await left()).toEqual({ failures: 0, trusted: 0 });
  });

  it('and signing in are written into the audit log, by id alone [ID-41]', async () => {
    const { email, userId, workspaceId } = await newPerson();
    await failTimes(5, email);
    const stranger = 'stranger@example.com';
    await failTimes(1, stranger);
    const { sessionId } = await logIn(email, PASSWORD, '198.51.100.7');
    await identity.get(AuditTrail).flush();
    const log = (scope: Scope) => identity.database.query(scope, sql`SELECT * FROM platform.audit_entries`);
    const [ofWorkspace, ofPlatform] = [await log(workspaceId), await log(NO_TENANT)];
    const signedIn = {
      action: 'identity.signed_in',
      outcome: 'done',
      subject_id: sessionId,
      actor_id: userId,
    };
    expect(ofWorkspace).toContainEqual(expect.objectContaining(signedIn));
    for (const action of ['identity.sign_in_failed', 'identity.account_locked']) {
      const denied = { action, outcome: 'denied', subject_id: userId };
      expect(ofPlatform).toContainEqual(expect.objectContaining(denied));
    }
    const unknown = { action: 'identity.sign_in_failed', subject_id: null };
    expect(ofPlatform).toContainEqual(expect.objectContaining(unknown));
    expect(JSON.stringify([ofWorkspace, ofPlatform])).not.toMatch(/example\.com|horse/);
  });
});
