import { randomUUID } from 'node:crypto';
import { readEnvironment } from '../../config/env';
import { DerivedSecrets } from '../../src/platform/security/derived-secrets';
import { SealedIds } from '../../src/platform/security/sealed-ids';
import { SecretBox } from '../../src/platform/security/secret-box';
import { SigningKeys } from '../../src/platform/security/signing-keys';

const [OLD, NEW] = ['an old secret of enough bytes, 32 or more', 'a new secret of enough bytes, 32 or more'];

function keysOf(jwtSecret: string, ...formerJwtSecrets: string[]): SigningKeys {
  const settings = readEnvironment({ NODE_ENV: 'test' });
  return new SigningKeys({
    settings,
    ownerUrl: '',
    jwtSecret,
    formerJwtSecrets,
    adminKey: '',
    embeddedDatabase: false,
  });
}

describe('A sealed id', () => {
  const sealed = new SealedIds(keysOf(OLD));
  const id = randomUUID();

  it('opens to the id that it was made of, for its purpose only [A15]', () => {
    const secret = sealed.seal('invite', id);
    expect(sealed.open('invite', secret)).toBe(id);
    expect(sealed.open('password-reset', secret)).toBeNull();
  });

  it.each(['', 'pls_', 'pls_AAAA', 'nothing', 'pls_' + 'A'.repeat(64)])('refuses %j', (secret) => {
    expect(sealed.open('invite', secret)).toBeNull();
  });

  it('does not open when any one bit is another [ID-30]', () => {
    const bytes = Buffer.from(sealed.seal('invite', id).slice(4), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const tampered = Buffer.from(bytes);
      tampered[bit >> 3]! ^= 1 << (bit & 7);
      expect(sealed.open('invite', `pls_${tampered.toString('base64url')}`)).toBeNull();
    }
  });

  it('outlives a change of the server’s secret while the former one is listed', () => {
    const secret = sealed.seal('invite', id);
    expect(new SealedIds(keysOf(NEW, OLD)).open('invite', secret)).toBe(id);
    expect(new SealedIds(keysOf(NEW)).open('invite', secret)).toBeNull();
  });
});

describe('A secret box', () => {
  const box = new SecretBox(keysOf(OLD));

  it('opens for its owner, and shows nothing of what is in it', () => {
    const closed = box.close('JBSWY3DPEHPK3PXP', 'ada');
    expect(box.open(closed, 'ada')).toBe('JBSWY3DPEHPK3PXP');
    expect(closed.toString('latin1')).not.toContain('JBSWY3DPEHPK3PXP');
    expect(box.close('JBSWY3DPEHPK3PXP', 'ada').equals(closed)).toBe(false);
  });

  it('opens for nobody else, and not when it was tampered with', () => {
    const closed = box.close('secret', 'ada');
    expect(() => box.open(closed, 'eve')).toThrow();
    closed[closed.length - 1]! ^= 1;
    expect(() => box.open(closed, 'ada')).toThrow();
  });

  it('can be read after a change of the server’s secret while the former one is listed', () => {
    const closed = box.close('secret', 'ada');
    expect(new SecretBox(keysOf(NEW, OLD)).open(closed, 'ada')).toBe('secret');
    expect(() => new SecretBox(keysOf(NEW)).open(closed, 'ada')).toThrow(/not configured any more/);
  });
});

describe('A derived secret', () => {
  const secretsOf = (...secrets: [string, ...string[]]) => new DerivedSecrets(keysOf(...secrets));

  it('is the same each time, 32 bytes, and another for every owner and purpose', () => {
    const [secret] = secretsOf(OLD).of('webhooks', 'acme 1');
    expect(secret).toHaveLength(32);
    expect(secretsOf(OLD).of('webhooks', 'acme 1')).toEqual([secret]);
    for (const [purpose, owner] of [
      ['webhooks', 'acme 2'],
      ['channels', 'acme 1'],
    ] as const)
      expect(secretsOf(OLD).of(purpose, owner)).not.toEqual([secret]);
  });

  it('stays known after a change of the server’s secret while the former one is listed [W4]', () => {
    const [old] = secretsOf(OLD).of('webhooks', 'acme 1');
    const [present, former] = secretsOf(NEW, OLD).of('webhooks', 'acme 1');
    expect([former, present!.equals(old!)]).toEqual([old, false]);
  });
});
