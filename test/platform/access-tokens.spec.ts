import { createHmac } from 'node:crypto';
import { readEnvironment } from '../../config/env';
import { TimeOrderedIds } from '../../src/kernel/ids';
import { AccessTokens } from '../../src/platform/security/access-tokens';
import { SigningKeys } from '../../src/platform/security/signing-keys';
import { VerifiedTokens } from '../../src/platform/security/verified-tokens';

const SECRET = 'a secret for tests, long enough to be one';
const NOW = 1_800_000_000;
const settings = readEnvironment({ NODE_ENV: 'test' });
const clock = { seconds: NOW, now: () => new Date(clock.seconds * 1_000) };
const OTHERS = ['another secret of this server, also long enough', 'and a third one, as long as the others'];

function keysOf(jwtSecret: string, ...formerJwtSecrets: string[]): SigningKeys {
  const runtime = { settings, ownerUrl: '', adminKey: '', embeddedDatabase: false };
  return new SigningKeys({ ...runtime, jwtSecret, formerJwtSecrets });
}
const tokensOf = (keys: SigningKeys) => new AccessTokens(keys, clock, new TimeOrderedIds(), settings);

const keys = keysOf(SECRET);
const tokens = tokensOf(keys);
/** The tokens below are made with the first key of the first, which is one among several for the others. */
const SERVERS: Record<string, AccessTokens> = {
  'one key': tokens,
  'several keys, this one in use': tokensOf(keysOf(SECRET, ...OTHERS)),
  'several keys, this one a former one': tokensOf(keysOf(OTHERS[0]!, OTHERS[1]!, SECRET)),
};

const KID = keys.tokens[0]!.id;
const HEADER = { alg: 'HS256', typ: 'at+jwt', kid: KID };
const CLAIMS = {
  sub: 'ada',
  sid: 'session',
  ver: 1,
  wid: 'acme',
  role: 'owner',
  jti: 'once',
  iss: 'parley',
  aud: 'parley-api',
  iat: NOW,
  exp: NOW + 900,
};

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const mac = (text: string, secret: string | Buffer, hash = 'sha256') =>
  createHmac(hash, secret).update(text).digest('base64url');

function forge(header: object, claims: object, secret: string | Buffer = SECRET, hash = 'sha256'): string {
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${mac(signed, secret, hash)}`;
}

function without(claim: keyof typeof CLAIMS): object {
  return Object.fromEntries(Object.entries(CLAIMS).filter(([name]) => name !== claim));
}

const good = () => forge(HEADER, CLAIMS);
const [head, body, signature] = good().split('.') as [string, string, string];

/** Safety 2.5: what others have let through, one by one. */
const ATTACKS: Record<string, string> = {
  'alg none': `${encode({ ...HEADER, alg: 'none' })}.${body}.`,
  'alg NoNe': `${encode({ ...HEADER, alg: 'NoNe' })}.${body}.`,
  'alg none with a signature': `${encode({ ...HEADER, alg: 'none' })}.${body}.${signature}`,
  'a stripped signature': `${head}.${body}.`,
  'only two parts': `${head}.${body}`,
  'another key': forge(HEADER, CLAIMS, 'another secret of the same length, roughly'),
  'an empty key': forge(HEADER, CLAIMS, ''),
  'a key id that is a path': forge({ ...HEADER, kid: '../../../../dev/null' }, CLAIMS, ''),
  'a key id that we never gave': forge({ ...HEADER, kid: 'other' }, CLAIMS),
  'no key id': forge({ alg: 'HS256', typ: 'at+jwt' }, CLAIMS),
  'a key that it brings along': forge(
    { ...HEADER, jwk: { kty: 'oct', k: Buffer.from('mine').toString('base64url') } },
    CLAIMS,
    'mine',
  ),
  'an extension that must be understood': forge({ ...HEADER, crit: ['exotic'], exotic: true }, CLAIMS),
  'an expired date': forge(HEADER, { ...CLAIMS, iat: NOW - 1_000, exp: NOW - 1 }),
  'no expiry': forge(HEADER, without('exp')),
  'a start in the future': forge(HEADER, { ...CLAIMS, nbf: NOW + 300 }),
  'an issue date in the future': forge(HEADER, { ...CLAIMS, iat: NOW + 300 }),
  'another audience': forge(HEADER, { ...CLAIMS, aud: 'somebody-else' }),
  'no audience': forge(HEADER, without('aud')),
  'another issuer': forge(HEADER, { ...CLAIMS, iss: 'evil' }),
  'the type of another token': forge({ ...HEADER, typ: 'refresh+jwt' }, CLAIMS),
  'no type': forge({ alg: 'HS256', kid: KID }, CLAIMS),
  HS512: forge({ ...HEADER, alg: 'HS512' }, CLAIMS, SECRET, 'sha512'),
  'changed claims': `${head}.${encode({ ...CLAIMS, role: 'admin' })}.${signature}`,
  'an expiry that is text': forge(HEADER, { ...CLAIMS, exp: String(NOW + 900) }),
  'a blank inside': `${head}.${body.slice(0, 9)} ${body.slice(9)}.${signature}`,
  'a line break at the end': `${good()}\n`,
  padding: `${good()}=`,
  'another spelling of the same signature': `${head}.${body}.${otherSpelling(signature)}`,
  'no session': forge(HEADER, without('sid')),
  'a session that is no text': forge(HEADER, { ...CLAIMS, sid: { toString: 'x' } }),
  'no subject': forge(HEADER, without('sub')),
  'a megabyte': forge(HEADER, { ...CLAIMS, more: 'x'.repeat(1_000_000) }),
  nothing: '',
};

/** The last character of 32 bytes carries two bits that mean nothing. */
function otherSpelling(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = alphabet.indexOf(text.at(-1)!);
  return text.slice(0, -1) + alphabet[last ^ 1]!;
}

describe('An access token', () => {
  beforeEach(() => {
    clock.seconds = NOW;
  });

  describe.each(Object.entries(SERVERS))('of a server with %s', (_name, server) => {
    it('is taken when it is as it should be, which shows that the attacks fail for their own reasons', async () => {
      await expect(server.verify(good())).resolves.toMatchObject({ userId: 'ada', sessionId: 'session' });
    });

    it.each(Object.entries(ATTACKS))('is refused with %s [ASVS 9.1.1-9.2.4]', async (_, token) => {
      await expect(server.verify(token)).rejects.toMatchObject({
        kind: 'unauthenticated',
        code: expect.stringMatching(/^(invalid_token|token_expired)$/) as string,
      });
    });
  });

  it('carries who, where and as what and no more, and lives for 15 minutes [ID-06 ID-07 ID-08]', async () => {
    const grant = {
      userId: 'ada',
      sessionId: 's1',
      securityVersion: 3,
      workspaceId: 'acme',
      role: 'owner',
    } as const;
    const token = await tokens.issue(grant);
    const [, claims] = token.split('.').map((part) => Buffer.from(part, 'base64url').toString());
    expect(JSON.parse(claims!)).toEqual({
      ...{ sub: 'ada', sid: 's1', ver: 3, wid: 'acme', role: 'owner' },
      ...{ iss: 'parley', aud: 'parley-api', iat: NOW, exp: NOW + 900, jti: expect.any(String) as string },
    });
    await expect(tokens.verify(token)).resolves.toMatchObject({ sessionId: 's1', securityVersion: 3 });
    clock.seconds += 900;
    await expect(tokens.verify(token)).rejects.toMatchObject({ code: 'token_expired' });
  });

  it('expires for those who remember it, too [ID-42]', async () => {
    const remembering = new VerifiedTokens(tokens, clock);
    const token = good();
    await expect(remembering.verify(token)).resolves.toMatchObject({ userId: 'ada' });
    clock.seconds += 899;
    await expect(remembering.verify(token)).resolves.toMatchObject({ userId: 'ada' });
    clock.seconds += 1;
    await expect(remembering.verify(token)).rejects.toMatchObject({ code: 'token_expired' });
    await expect(remembering.verify(`${token.slice(0, -2)}AA`)).rejects.toMatchObject({
      code: 'invalid_token',
    });
  });
});
