import { Secret, TOTP } from 'otpauth';
import { type SessionGrant } from '../../src/contexts/identity/commands/session-grants';
import { ConfirmTotp } from '../../src/contexts/identity/commands/confirm-totp.command';
import { DisableTotp } from '../../src/contexts/identity/commands/disable-totp.command';
import { SetUpTotp } from '../../src/contexts/identity/commands/set-up-totp.command';
import { SecondFactors } from '../../src/contexts/identity/domain/second-factors';
import { NO_TENANT } from '../../src/platform/database/database';
import { sql } from '../../src/platform/database/sql';
import { eventually } from '../support/eventually';
import { mailsOf } from '../support/mailbox';
import { actsAbout } from './audit-acts';
import { type IdentityPlatform, startIdentity } from './identity-platform';

type Person = SessionGrant & { readonly userId: string };

const LOCKED = { kind: 'locked', code: 'account_locked' };
const WRONG = { kind: 'unauthenticated', code: 'invalid_credentials' };

describe('A second factor', () => {
  let identity: IdentityPlatform;
  beforeAll(async () => {
    identity = await startIdentity();
  });
  afterAll(() => identity.stop());

  const codeOf = (secret: string, secondsLater = 0) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({
      timestamp: identity.clock.now().getTime() + secondsLater * 1_000,
    });
  const wrongCode = (secret: string) => {
    const near = [-60, -30, 0, 30, 60].map((seconds) => codeOf(secret, seconds));
    return ['000001', '000002', '000003', '000004', '000005', '000006'].find((code) => !near.includes(code))!;
  };
  const offer = ({ userId }: Person) => identity.commands.execute(new SetUpTotp(userId));
  const confirm = ({ userId, sessionId }: Person, code: string) =>
    identity.commands.execute(new ConfirmTotp({ userId, sessionId }, code));
  const disable = ({ userId }: Person, code: string) =>
    identity.commands.execute(new DisableTotp(userId, code));
  const check = ({ userId }: Person, code: string | null) => identity.get(SecondFactors).check(userId, code);
  /** Time passes so that the code which confirmed it is not the present one any more. */
  const setUp = async () => {
    const person: Person = await identity.signUp();
    const { secret } = await offer(person);
    const recoveryCodes = await confirm(person, codeOf(secret));
    identity.clock.pass(30);
    return { person, secret, recoveryCodes };
  };
  const isStrong = async ({ sessionId }: SessionGrant) =>
    (await identity.directory.find(sessionId))?.isStrong;
  /** Subjects, in the order in which the mails were asked for. */
  const mailsTo = async ({ userId }: Person, count: number) => {
    const [user] = await identity.database.query<{ email: string }>(
      NO_TENANT,
      sql`SELECT email FROM identity.users WHERE id = ${userId}`,
    );
    return eventually(() => {
      const mails = mailsOf(identity).filter(({ to }) => to === user!.email);
      expect(mails).toHaveLength(count);
      return mails.map(({ subject }) => subject).sort();
    }, 15_000);
  };

  it('is offered as RFC 6238 and authenticator apps have it, and asked for only once confirmed [A16 ID-36]', async () => {
    const person: Person = await identity.signUp();
    const { secret, otpauthUrl } = await offer(person);
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    const url = new URL(otpauthUrl);
    expect(decodeURIComponent(url.pathname)).toMatch(/^\/Parley:ada\d+@example\.com$/);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      secret,
      issuer: 'Parley',
      period: '30',
      digits: '6',
    });
    expect(await check(person, null)).toBe('not_set_up');
    expect(await check(person, codeOf(secret))).toBe('not_set_up');
    expect(await isStrong(person)).toBe(false);
    await confirm(person, codeOf(secret));
    expect(await check(person, null)).toBe('missing');
    expect(await isStrong(person)).toBe(true);
    await expect(offer(person)).rejects.toMatchObject({ kind: 'conflict', code: 'second_factor_exists' });
  });

  it('is not set up by a wrong code, by an older offer or without an offer [A16]', async () => {
    const person: Person = await identity.signUp();
    const nothing = { kind: 'conflict', code: 'no_second_factor' };
    await expect(confirm(person, '123456')).rejects.toMatchObject(nothing);
    await expect(disable(person, '123456')).rejects.toMatchObject(nothing);
    const { secret: older } = await offer(person);
    const { secret } = await offer(person);
    expect(secret).not.toBe(older);
    await expect(confirm(person, codeOf(older))).rejects.toMatchObject(WRONG);
    await expect(confirm(person, wrongCode(secret))).rejects.toMatchObject(WRONG);
    expect(await check(person, null)).toBe('not_set_up');
    await expect(confirm(person, codeOf(secret))).resolves.toHaveLength(10);
  });

  it('takes the codes of a step before and a step after, and no others [A16]', async () => {
    const { person, secret } = await setUp();
    identity.clock.pass(300);
    expect(await check(person, codeOf(secret, -60))).toBe('wrong');
    expect(await check(person, codeOf(secret, 60))).toBe('wrong');
    expect(await check(person, codeOf(secret, -30))).toBe('passed');
    expect(await check(person, codeOf(secret))).toBe('passed');
    expect(await check(person, codeOf(secret, 30))).toBe('passed');
  });

  it('counts a code once: not again, nor an older one after it, nor the one that confirmed it [A16 ID-42]', async () => {
    const { person, secret } = await setUp();
    expect(await check(person, codeOf(secret, -30))).toBe('wrong');
    expect(await check(person, codeOf(secret))).toBe('passed');
    expect(await check(person, codeOf(secret))).toBe('wrong');
    expect(await check(person, codeOf(secret, -30))).toBe('wrong');
    identity.clock.pass(30);
    expect(await check(person, ` ${codeOf(secret).replace(/(...)/, '$1 ')}`)).toBe('passed');
  });

  it('lets one of many through who show the same code at once [A16]', async () => {
    const { person, secret } = await setUp();
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => check(person, codeOf(secret))));
    expect(outcomes.map((outcome) => outcome.status === 'fulfilled' && outcome.value).sort()).toEqual([
      'passed',
      ...Array<string>(4).fill('wrong'),
    ]);
  });

  it('stops guessing after five wrong codes in 15 minutes, however many come at once [A16 6.3.3]', async () => {
    const { person, secret } = await setUp();
    const wrong = wrongCode(secret);
    const guesses = await Promise.allSettled(Array.from({ length: 40 }, () => check(person, wrong)));
    expect(guesses.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    await expect(check(person, codeOf(secret))).rejects.toMatchObject({ ...LOCKED, retryAfterSeconds: 900 });
    await expect(disable(person, codeOf(secret))).rejects.toMatchObject(LOCKED);
    identity.clock.pass(899);
    await expect(check(person, codeOf(secret))).rejects.toMatchObject({ ...LOCKED, retryAfterSeconds: 1 });
    identity.clock.pass(1);
    expect(await check(person, codeOf(secret))).toBe('passed');
  });

  it('counts from new after a right code, and an offer buys no new guesses [A16]', async () => {
    const { person, secret } = await setUp();
    for (let i = 0; i < 4; i++) expect(await check(person, wrongCode(secret))).toBe('wrong');
    expect(await check(person, codeOf(secret))).toBe('passed');
    for (let i = 0; i < 5; i++) expect(await check(person, wrongCode(secret))).toBe('wrong');
    await expect(check(person, codeOf(secret, 30))).rejects.toMatchObject(LOCKED);

    const other: Person = await identity.signUp();
    for (let i = 0; i < 5; i++) {
      await expect(confirm(other, wrongCode((await offer(other)).secret))).rejects.toMatchObject(WRONG);
    }
    await expect(confirm(other, codeOf((await offer(other)).secret))).rejects.toMatchObject(LOCKED);
  });

  it('can be replaced by a recovery code, each of them once [A16]', async () => {
    const { person, recoveryCodes } = await setUp();
    expect(new Set(recoveryCodes).size).toBe(10);
    for (const code of recoveryCodes) expect(code).toMatch(/^([0-9a-f]{5}-){3}[0-9a-f]{5}$/);
    const [first, second, third] = recoveryCodes as [string, string, string];
    expect(await check(person, first)).toBe('passed');
    expect(await check(person, first)).toBe('wrong');
    expect(await check(person, ` ${second.toUpperCase().replaceAll('-', ' ')}`)).toBe('passed');
    const outcomes = await Promise.all([check(person, third), check(person, third), check(person, third)]);
    expect(outcomes.sort()).toEqual(['passed', 'wrong', 'wrong']);
    const other = await setUp();
    expect(await check(other.person, recoveryCodes[3]!)).toBe('wrong');
  });

  it('is disabled with a code or a recovery code, and then no session is strong [A16]', async () => {
    const { person, secret } = await setUp();
    await expect(disable(person, wrongCode(secret))).rejects.toMatchObject(WRONG);
    expect(await isStrong(person)).toBe(true);
    await disable(person, codeOf(secret));
    expect(await isStrong(person)).toBe(false);
    expect(await check(person, null)).toBe('not_set_up');
    const again = await setUp();
    await disable(again.person, again.recoveryCodes[7]!);
    expect(await check(again.person, again.recoveryCodes[8]!)).toBe('not_set_up');
    const { secret: next } = await offer(again.person);
    await expect(confirm(again.person, codeOf(next))).resolves.toHaveLength(10);
  });

  it('is told of in the audit log and by mail [A16]', async () => {
    const { person, secret, recoveryCodes } = await setUp();
    await check(person, recoveryCodes[0]!);
    await disable(person, codeOf(secret));
    const acts = (await actsAbout(identity.database, NO_TENANT, person.userId)).map(({ action }) => action);
    expect(acts.filter((action) => /second_factor|recovery/.test(action))).toEqual([
      'identity.second_factor_set_up',
      'identity.recovery_code_used',
      'identity.second_factor_removed',
    ]);
    expect(await mailsTo(person, 3)).toEqual([
      'A recovery code of your account was used',
      'Your account has no second factor any more',
      'Your account now has a second factor',
    ]);
  });

  it('leaves nothing readable in the database [A13 A16]', async () => {
    const { person, secret, recoveryCodes } = await setUp();
    await check(person, recoveryCodes[0]!);
    const dump = JSON.stringify(
      await identity.database.batch(NO_TENANT, [
        sql`SELECT factor::text, encode(secret, 'escape') AS raw FROM identity.second_factors AS factor`,
        sql`SELECT code::text FROM identity.recovery_codes AS code`,
        sql`SELECT mail::text FROM platform.mails AS mail`,
      ]),
    );
    expect(dump).toContain(person.userId);
    const bytes = Buffer.from(Secret.fromBase32(secret).bytes);
    for (const readable of [secret, bytes.toString('hex'), ...recoveryCodes]) {
      expect(dump).not.toContain(readable);
      expect(dump).not.toContain(readable.replaceAll('-', ''));
    }
  });
});
