import { type FastifyReply } from 'fastify';
import { readEnvironment } from '../../config/env';
import { CsrfTokens } from '../../src/platform/security/csrf-tokens';
import { SessionCookies } from '../../src/platform/security/session-cookies';
import { SigningKeys } from '../../src/platform/security/signing-keys';

const SECRET = 'a secret for tests, long enough to be one';
const SESSION = { sessionId: 's1', accessToken: 'access', refreshToken: 'refresh' };

function cookiesSetIn(mode: 'production' | 'development') {
  const settings = readEnvironment({ NODE_ENV: mode });
  const keys = new SigningKeys({
    settings,
    ownerUrl: '',
    jwtSecret: SECRET,
    formerJwtSecrets: [],
    adminKey: '',
    embeddedDatabase: false,
  });
  const set = new Map<string, object>();
  const reply = { setCookie: (name: string, _: string, options: object) => set.set(name, options) };
  new SessionCookies(settings, new CsrfTokens(keys)).set(reply as unknown as FastifyReply, SESSION);
  return Object.fromEntries(set);
}

describe('The cookies of a session', () => {
  it('are bound to the host and to TLS in production [ASVS 3.3.1-3.3.4]', () => {
    const bound = { path: '/', secure: true, sameSite: 'strict' };
    expect(cookiesSetIn('production')).toEqual({
      '__Host-access_token': { ...bound, httpOnly: true, maxAge: 900 },
      '__Host-refresh_token': { ...bound, httpOnly: true, maxAge: 604_800 },
      '__Host-csrf': { ...bound, httpOnly: false, maxAge: 604_800 },
    });
  });

  it('work over plain http in development', () => {
    const cookies = cookiesSetIn('development');
    expect(Object.keys(cookies)).toEqual(['access_token', 'refresh_token', 'csrf']);
    for (const options of Object.values(cookies))
      expect(options).toMatchObject({ secure: false, sameSite: 'strict' });
  });
});
