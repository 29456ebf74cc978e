import { Client } from 'pg';
import { FollowMagicLink } from '../../src/contexts/identity/commands/follow-magic-link.command';
import { LogIn } from '../../src/contexts/identity/commands/log-in.command';
import { RequestLink } from '../../src/contexts/identity/commands/request-link.command';
import { type SessionGrant } from '../../src/contexts/identity/commands/session-grants';
import { Users } from '../../src/contexts/identity/domain/users';
import { SecondFactors } from '../../src/contexts/identity/domain/second-factors';
import { ForgetSignInTraces } from '../../src/contexts/identity/jobs/forget-sign-in-traces.task';
import { type DomainError } from '../../src/kernel/domain-error';
import { secretIn, waitForMail } from '../support/mailbox';
import { whileHeld } from './held-row';
import { type IdentityPlatform, startIdentity } from './identity-platform';

const ADDRESS = '203.0.113.9';
const DEVICE = { userAgent: 'Jest', address: ADDRESS };
const SUBJECT = 'Your link to sign in';

describe('A magic link', () => {
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
  afterEach(() => jest.restoreAllMocks());

  const rows = async <R extends object>(text: string, values: unknown[] = []) =>
    (await owner.query<R & Record<string, unknown>>(text, values)).rows;
  const newPerson = async () => {
    const { userId, workspaceId } = await identity.signUp();
    const [user] = await rows<{ email: string }>('SELECT email FROM identity.users WHERE id = $1', [userId]);
    return { userId, workspaceId, email: user!.email };
  };
  const ask = (email: string) => identity.commands.execute(new RequestLink('magic_link', email));
  const secretFor = async (email: string) => {
    await ask(email);
    return secretIn(await waitForMail(identity, email, SUBJECT));
  };
  const follow = (secret: string, code: string | null = null) =>
    identity.commands.execute<FollowMagicLink, SessionGrant>(
      new FollowMagicLink(secret, code, ADDRESS, DEVICE),
    );
  const outcomeOf = async (attempt: Promise<unknown>): Promise<string> => {
    try {
      await attempt;
      return 'in';
    } catch (error) {
      return (error as DomainError).code;
    }
  };

  it('signs in without a password, and proves that the address is the person’s [ID-35]', async () => {
    const { email, userId, workspaceId } = await newPerson();
    await rows('UPDATE identity.users SET password_hash = NULL WHERE id = $1', [userId]);
    const grant = await follow(await secretFor(email));
    expect(grant).toMatchObject({ workspaceId, role: 'owner' });
    expect(await identity.directory.find(grant.sessionId)).toMatchObject({ userId, isStrong: false });
    const [user] = await rows('SELECT email_verified_at AS at FROM identity.users WHERE id = $1', [userId]);
    expect(user!.at).toEqual(identity.clock.now());
  });

  it('works once, however many follow it at once [ID-35 A15]', async () => {
    const { email, userId } = await newPerson();
    const secret = await secretFor(email);
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => outcomeOf(follow(secret))));
    expect(outcomes.filter((outcome) => outcome === 'in')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'invalid_link')).toHaveLength(99);
    // The session of signing up, and one more.
    expect(await rows('SELECT id FROM identity.sessions WHERE user_id = $1', [userId])).toHaveLength(2);
  });

  it('works for 15 minutes [ID-35 A15]', async () => {
    const { email } = await newPerson();
    const secret = await secretFor(email);
    identity.clock.pass(901);
    expect(await outcomeOf(follow(secret))).toBe('invalid_link');
    identity.clock.pass(-2);
    expect(await outcomeOf(follow(secret))).toBe('in');
  });

  it.each(['', 'pls_made-up', 'x'.repeat(200)])('is not %j', async (secret) => {
    expect(await outcomeOf(follow(secret))).toBe('invalid_link');
  });

  it('is not a link for a new password', async () => {
    const { email } = await newPerson();
    await identity.commands.execute(new RequestLink('password_reset', email));
    const secret = secretIn(await waitForMail(identity, email, 'Choose a new password'));
    expect(await outcomeOf(follow(secret))).toBe('invalid_link');
  });

  it('needs the code of those who have a second factor, and is not used up by its absence [ID-35 ID-36]', async () => {
    const { email } = await newPerson();
    const secret = await secretFor(email);
    const code = jest.spyOn(identity.get(SecondFactors), 'check');
    code.mockResolvedValue('missing');
    expect(await outcomeOf(follow(secret))).toBe('totp_required');
    code.mockResolvedValue('passed');
    const { sessionId } = await follow(secret, '123456');
    expect(await identity.directory.find(sessionId)).toMatchObject({ isStrong: true });
  });

  it('takes five codes at most, in parallel too [A10]', async () => {
    const { email } = await newPerson();
    const secret = await secretFor(email);
    const code = jest.spyOn(identity.get(SecondFactors), 'check').mockResolvedValue('wrong');
    const outcomes = await Promise.all(Array.from({ length: 30 }, () => outcomeOf(follow(secret, '000000'))));
    expect(outcomes.filter((outcome) => outcome === 'invalid_credentials')).toHaveLength(5);
    expect(code).toHaveBeenCalledTimes(5);
    code.mockResolvedValue('passed');
    expect(await outcomeOf(follow(secret, '123456'))).toBe('invalid_link');
  });

  it('lets the owner in whatever strangers have tried, and the address is then known [A10 6.1.1]', async () => {
    const { email } = await newPerson();
    const wrong = (address: string, password = 'innineteen cautious lanterns') => {
      const form = { email, password, totp: null, captcha: null, workspaceId: null };
      return outcomeOf(identity.commands.execute(new LogIn(form, address, DEVICE)));
    };
    await Promise.all(Array.from({ length: 110 }, (_, i) => wrong(`10.2.0.${i}`)));
    expect(await wrong(ADDRESS, 'nineteen cautious lanterns')).toBe('account_locked');
    expect(await outcomeOf(follow(await secretFor(email)))).toBe('in');
    expect(await wrong(ADDRESS, 'nineteen cautious lanterns')).toBe('in');
  });

  it('is void, and nothing worse, when the password is changed at the moment that it is followed [A15]', async () => {
    const { email, userId } = await newPerson();
    const secret = await secretFor(email);
    const account = (await identity.get(Users).find(userId))!;
    const change = { ...account, passwordHash: 'plain another', linkId: null };
    const outcomes = await whileHeld(
      identity.ownerUrl,
      ['identity.users', userId],
      [() => identity.get(Users).changePassword(change), () => outcomeOf(follow(secret))],
    );
    expect(outcomes).toMatchObject([{ status: 'fulfilled' }, { status: 'fulfilled', value: 'invalid_link' }]);
  });

  it('does not outlive the account', async () => {
    const { email, userId } = await newPerson();
    const secret = await secretFor(email);
    await rows('UPDATE identity.users SET deleted_at = now() WHERE id = $1', [userId]);
    expect(await outcomeOf(follow(secret))).toBe('invalid_link');
  });

  it('shares its limit of mails with links for passwords', async () => {
    const { email, userId } = await newPerson();
    for (const purpose of ['magic_link', 'password_reset', 'magic_link', 'magic_link'] as const) {
      await identity.commands.execute(new RequestLink(purpose, email));
    }
    expect(await rows('SELECT id FROM identity.one_time_links WHERE user_id = $1', [userId])).toHaveLength(3);
  });

  it('is forgotten once it has been of no use for a day', async () => {
    const { email, userId } = await newPerson();
    await ask(email);
    const left = () => rows('SELECT id FROM identity.one_time_links WHERE user_id = $1', [userId]);
    await identity.get(ForgetSignInTraces).run();
    expect(await left()).toHaveLength(1);
    identity.clock.pass(86_400 + 901);
    await identity.get(ForgetSignInTraces).run();
    expect(await left()).toEqual([]);
  });
});
