import { BcryptPasswordHasher } from '../../src/contexts/identity/infrastructure/bcrypt.password-hasher';

const PASSWORD = 'correct horse battery staple';
const hasher = new BcryptPasswordHasher();

describe('The password hasher', () => {
  let hash: string;
  beforeAll(async () => {
    hash = await hasher.hash(PASSWORD);
  });

  it('uses bcrypt at cost 12 [ID-24]', () => {
    expect(hash).toMatch(/^\$2b\$12\$/);
  });

  it('knows the password again, and no other', async () => {
    expect(await hasher.matches(PASSWORD, hash)).toBe(true);
    expect(await hasher.matches(`${PASSWORD} `, hash)).toBe(false);
  });

  it('tells passwords apart that differ only behind byte 72 [ASVS 6.2.9]', async () => {
    const long = 'x'.repeat(100);
    expect(await hasher.matches(`${long}b`, await hasher.hash(`${long}a`))).toBe(false);
  });

  it('takes the same characters in another encoding for the same password', async () => {
    const composed = 'caf\u00e9 caf\u00e9 caf\u00e9';
    expect(await hasher.matches(composed.normalize('NFD'), await hasher.hash(composed))).toBe(true);
  });

  it('does the same work for an account that does not exist, and never matches', async () => {
    const timed = async (known: string | null) => {
      const start = performance.now();
      expect(await hasher.matches('some wrong password', known)).toBe(false);
      return performance.now() - start;
    };
    await timed(hash);
    const [known, unknown] = [await timed(hash), await timed(null)];
    expect(unknown).toBeGreaterThan(known / 2);
  });
});
