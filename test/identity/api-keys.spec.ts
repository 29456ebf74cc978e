import { refuseExpiry } from '../../src/contexts/identity/domain/api-key-terms';
import { uuidv7 } from '../../src/kernel/ids';
import { digestOf, newApiKey, prefixOf, readApiKey } from '../../src/platform/security/api-key-format';
import { maskText } from '../../src/platform/telemetry/logging/mask-text';

const named = () => ({ workspaceId: uuidv7(), keyId: uuidv7() });

describe('The form of an API key', () => {
  it('names the workspace and the key, and is never the same twice [A12 ID-32]', () => {
    const ids = named();
    const keys = Array.from({ length: 100 }, () => newApiKey(ids));
    expect(new Set(keys).size).toBe(100);
    for (const key of keys) expect(readApiKey(key)).toEqual(ids);
  });

  it('has a prefix that scanners know, 256 random bits and a checksum [A12 7.2.3]', () => {
    const key = newApiKey(named());
    expect(key).toMatch(/^prk_[\w-]{86}_[0-9a-z]{6}$/);
    const body = Buffer.from(key.slice(4, -7), 'base64url');
    expect(body).toHaveLength(16 + 16 + 32);
  });

  it('shows every single mistyped or swapped character [A12]', () => {
    const key = newApiKey(named());
    for (let at = 0; at < key.length; at++) {
      const wrong = key[at] === 'a' ? 'b' : 'a';
      expect(readApiKey(key.slice(0, at) + wrong + key.slice(at + 1))).toBeNull();
      const swapped =
        key.slice(0, at) +
        key
          .slice(at, at + 2)
          .split('')
          .reverse()
          .join('') +
        key.slice(at + 2);
      if (swapped !== key) expect(readApiKey(swapped)).toBeNull();
    }
  });

  it.each(['', 'prk_', 'prk_x_000000', 'prt_whatever', `prk_${'A'.repeat(86)}_000000`, 'prk_\u0000'])(
    'is not that of %j [A12]',
    (text) => expect(readApiKey(text)).toBeNull(),
  );

  it('begins with what may be shown, in which nothing of the secret is [A12]', () => {
    const ids = named();
    const [one, two] = [newApiKey(ids), newApiKey(ids)];
    const prefix = prefixOf(ids);
    expect([one.startsWith(prefix), two.startsWith(prefix)]).toEqual([true, true]);
    // 252 of the 256 bits of the two ids: the next character would hold bits of the secret.
    expect((prefix.length - 'prk_'.length) * 6).toBeLessThanOrEqual(256);
    expect(prefixOf({ ...ids, keyId: uuidv7() })).not.toBe(prefix);
  });

  it('is stored as a digest of the whole key', () => {
    const key = newApiKey(named());
    expect(digestOf(key)).toHaveLength(32);
    expect(digestOf(key)).not.toEqual(digestOf(`${key.slice(0, -1)}_`));
  });

  it('is masked wherever it gets into a log [A13]', () => {
    expect(maskText(`refused ${newApiKey(named())}!`)).toBe('refused [key]!');
  });
});

describe('The end of an API key', () => {
  const now = new Date('2026-11-21T10:00:00Z');
  const after = (days: number) => new Date(now.getTime() + days * 86_400_000);

  it.each([
    ['never', null],
    ['tomorrow', after(1)],
    ['a year from now', new Date('2027-11-21T10:00:00Z')],
    ['after a leap year', after(366)],
  ])('may be %s', (_, end) => expect(() => refuseExpiry(end, now)).not.toThrow());

  it.each([
    ['now', after(0), 'must be in the future'],
    ['yesterday', after(-1), 'must be in the future'],
    ['later than a year from now', after(367), 'must be within a year'],
  ])('cannot be %s [A12]', (_, end, message) => {
    const refusal = { kind: 'invalid', code: 'invalid_expiry', errors: [{ path: 'expiresAt', message }] };
    expect(() => refuseExpiry(end, now)).toThrow(expect.objectContaining(refusal) as Error);
  });
});
