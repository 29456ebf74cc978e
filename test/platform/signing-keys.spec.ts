import { createHmac, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConfigurationError, readEnvironment } from '../../config/env';
import { TimeOrderedIds } from '../../src/kernel/ids';
import { AccessTokens } from '../../src/platform/security/access-tokens';
import { SigningKeys } from '../../src/platform/security/signing-keys';

const [OLD, NEW] = ['an old secret of enough bytes, 32 or more', 'a new secret of enough bytes, 32 or more'];
const GRANT = { userId: 'ada', sessionId: 's1', securityVersion: 1, workspaceId: null, role: null } as const;
const clock = { now: () => new Date('2026-11-21T10:00:00Z') };
const ids = new TimeOrderedIds();

const newKey = () =>
  generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();

interface Secrets {
  readonly jwtSecret?: string;
  readonly formerJwtSecrets?: readonly string[];
  readonly environment?: Record<string, string>;
}

function serverWith({ jwtSecret = OLD, formerJwtSecrets = [], environment = {} }: Secrets) {
  const settings = readEnvironment({ NODE_ENV: 'test', ...environment });
  const runtime = { settings, ownerUrl: '', adminKey: '', embeddedDatabase: false };
  const keys = new SigningKeys({ ...runtime, jwtSecret, formerJwtSecrets });
  return { keys, tokens: new AccessTokens(keys, clock, ids, settings) };
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const partsOf = (token: string) =>
  token
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>);
const problemsOf = (environment: Record<string, string>): readonly string[] => {
  try {
    readEnvironment({ NODE_ENV: 'test', ...environment });
    return [];
  } catch (error) {
    return (error as ConfigurationError).problems;
  }
};

describe('Signing keys', () => {
  const invalid = { kind: 'unauthenticated', code: 'invalid_token' };

  it('are rotated: what the former one signed stays good, and the new one signs', async () => {
    const before = await serverWith({}).tokens.issue(GRANT);
    const rotated = serverWith({ jwtSecret: NEW, formerJwtSecrets: [OLD] });
    await expect(rotated.tokens.verify(before)).resolves.toMatchObject({ userId: 'ada' });
    const after = await rotated.tokens.issue(GRANT);
    await expect(serverWith({}).tokens.verify(after)).rejects.toMatchObject(invalid);
    await expect(rotated.tokens.verify(after)).resolves.toMatchObject({ userId: 'ada' });
  });

  it('are good for nothing any more once they are dropped', async () => {
    const before = await serverWith({}).tokens.issue(GRANT);
    await expect(serverWith({ jwtSecret: NEW }).tokens.verify(before)).rejects.toMatchObject(invalid);
  });

  it('are not mixed up: a token must be signed with the key that it names', async () => {
    const rotated = serverWith({ jwtSecret: NEW, formerJwtSecrets: [OLD] });
    const [header, claims] = partsOf(await rotated.tokens.issue(GRANT));
    const signed = `${encode(header)}.${encode(claims)}`;
    const forged = `${signed}.${createHmac('sha256', OLD).update(signed).digest('base64url')}`;
    await expect(rotated.tokens.verify(forged)).rejects.toMatchObject(invalid);
  });
});

describe('An asymmetric signing key', () => {
  const pem = newKey();
  const asymmetric = (...keys: string[]) => serverWith({ environment: { JWT_PRIVATE_KEY: keys.join('') } });

  it('signs tokens that others can verify with what is published', async () => {
    const { keys, tokens } = asymmetric(pem);
    const token = await tokens.issue(GRANT);
    expect(partsOf(token)[0]).toEqual({ alg: 'EdDSA', typ: 'at+jwt', kid: keys.published[0]!.kid });
    await expect(tokens.verify(token)).resolves.toMatchObject({ userId: 'ada', sessionId: 's1' });
    expect(keys.published).toHaveLength(1);
    expect(Object.keys(keys.published[0]!).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
  });

  it('may be written in one line', () => {
    const [published] = asymmetric(pem.replaceAll('\n', '\\n')).keys.published;
    expect(published).toEqual(asymmetric(pem).keys.published[0]);
  });

  it('may lie in a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-test-'));
    try {
      const file = join(folder, 'key.pem');
      writeFileSync(file, pem);
      const { keys } = serverWith({ environment: { JWT_PRIVATE_KEY_FILE: file } });
      expect(keys.published).toEqual(asymmetric(pem).keys.published);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is rotated by putting a new one in front of it', async () => {
    const next = newKey();
    const before = await asymmetric(pem).tokens.issue(GRANT);
    const { keys, tokens } = asymmetric(next, pem);
    await expect(tokens.verify(before)).resolves.toMatchObject({ userId: 'ada' });
    expect(partsOf(await tokens.issue(GRANT))[0]!.kid).toBe(asymmetric(next).keys.published[0]!.kid);
    expect(keys.published).toHaveLength(2);
    await expect(asymmetric(next).tokens.verify(before)).rejects.toMatchObject({ code: 'invalid_token' });
  });

  it('allows no other family: neither the secret’s tokens nor its own public half as a secret', async () => {
    const { keys, tokens } = asymmetric(pem);
    await expect(tokens.verify(await serverWith({}).tokens.issue(GRANT))).rejects.toMatchObject({
      code: 'invalid_token',
    });
    const [header, claims] = partsOf(await tokens.issue(GRANT));
    const confused = `${encode({ ...header, alg: 'HS256' })}.${encode(claims)}`;
    const published = keys.published[0]!.x;
    for (const secret of [Buffer.from(published, 'base64url'), published, pem]) {
      const forged = `${confused}.${createHmac('sha256', secret).update(confused).digest('base64url')}`;
      await expect(tokens.verify(forged)).rejects.toMatchObject({ code: 'invalid_token' });
    }
    await expect(serverWith({}).tokens.verify(await tokens.issue(GRANT))).rejects.toMatchObject({
      code: 'invalid_token',
    });
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['that is none', { JWT_PRIVATE_KEY: 'secret' }, /^JWT_PRIVATE_KEY must hold Ed25519 private keys in PEM/],
    ['of another kind', { JWT_PRIVATE_KEY: rsaKey() }, /^JWT_PRIVATE_KEY must hold Ed25519/],
    [
      'that is broken',
      { JWT_PRIVATE_KEY: pem.replace(/\n.{20}/, '\n') },
      /^JWT_PRIVATE_KEY must hold Ed25519/,
    ],
    ['in no file', { JWT_PRIVATE_KEY_FILE: '/nowhere/key.pem' }, /^JWT_PRIVATE_KEY_FILE cannot be read/],
    ['given twice', { JWT_PRIVATE_KEY: pem, JWT_PRIVATE_KEY_FILE: '/nowhere' }, /not both/],
  ])('%s stops the start with a line that says so', (_, environment, problem) => {
    const problems = problemsOf(environment);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(problem);
    expect(problems.join()).not.toContain(pem.split('\n')[1]);
  });
});

function rsaKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
}
