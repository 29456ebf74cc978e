import { generateKeyPairSync } from 'node:crypto';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { startTestApp, type TestApp } from '../support/app';

const newKey = () =>
  generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();

describe('/.well-known/jwks.json', () => {
  const withApp = async (variables: Record<string, string>, work: (app: TestApp) => Promise<void>) => {
    const app = await startTestApp(variables);
    try {
      await work(app);
    } finally {
      await app.stop();
    }
  };
  const signUp = async (app: TestApp) => {
    const form = { email: 'ada@example.com', password: 'seventeen purple walruses', name: 'Ada' };
    const { body } = await app.http<{ accessToken: string }>('POST', '/auth/onboarding', {
      body: { ...form, workspaceName: 'Acme' },
    });
    return body.accessToken;
  };

  it('shows what our tokens can be verified with, and nothing that signs', () =>
    withApp({ JWT_PRIVATE_KEY: newKey() + newKey() }, async (app) => {
      const { status, body, headers } = await app.http<JSONWebKeySet>('GET', '/.well-known/jwks.json');
      expect(status).toBe(200);
      expect(headers.get('cache-control')).toBe('public, max-age=300');
      expect(headers.get('content-type')).toContain('application/json');
      expect(body.keys).toHaveLength(2);
      for (const key of body.keys) {
        expect(key).toEqual({
          ...{ kty: 'OKP', crv: 'Ed25519', use: 'sig', alg: 'EdDSA' },
          ...{ x: expect.any(String) as string, kid: expect.any(String) as string },
        });
      }
      const token = await signUp(app);
      const options = { issuer: 'parley', audience: 'parley-api', algorithms: ['EdDSA'] };
      const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(body), options);
      expect(payload.sub).toEqual(expect.any(String));
      expect(protectedHeader.kid).toBe(body.keys[0]!.kid);
      expect((await app.http('GET', '/auth/me', { token })).status).toBe(200);
      expect((await fetch(`${app.url}/api/v1/.well-known/jwks.json`)).status).toBe(404);
    }));

  it('is not there where a secret signs them', () =>
    withApp({}, async (app) => {
      const answer = await app.http('GET', '/.well-known/jwks.json');
      expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }));
});
