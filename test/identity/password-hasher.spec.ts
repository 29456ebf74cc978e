import { hash as bcryptHash } from 'bcrypt';
import { readEnvironment } from '../../config/env';
import { BcryptPasswordHasher } from '../../src/contexts/identity/infrastructure/bcrypt.password-hasher';
import { HashingTurns } from '../../src/contexts/identity/infrastructure/hashing-turns';

const PASSWORD = 'nineteen cautious lanterns';
const hasher = new BcryptPasswordHasher(readEnvironment({}));

describe('The password hasher', () => {
  let hash: string;
  beforeAll(async () => {
    hash = await hasher.hash(PASSWORD);
  });

  it('uses bcrypt at cost 12, and says so in the hash [ID-24 A9]', () => {
    expect(hash).toMatch(/^\$2b\$12\$/);
  });

  it('knows the password again, and no other [ID-01]', async () => {
    expect(await hasher.matches(PASSWORD, hash)).toBe(true);
    expect(await hasher.matches(`${PASSWORD} `, hash)).toBe(false);
  });

  it('tells passwords apart that differ only behind byte 72 [A9 6.2.9]', async () => {
    const long = 'x'.repeat(100);
    expect(await hasher.matches(`${long}b`, await hasher.hash(`${long}a`))).toBe(false);
  });

  it('takes the same characters in another encoding for the same password [A9 6.2.9]', async () => {
    const composed = 'caf\u00e9 caf\u00e9 caf\u00e9';
    expect(await hasher.matches(composed.normalize('NFD'), await hasher.hash(composed))).toBe(true);
  });

  it('does the same work for an account that does not exist, and never matches [ID-30 A11]', async () => {
    const timed = async (known: string | null) => {
      const start = performance.now();
      expect(await hasher.matches('some wrong password', known)).toBe(false);
      return performance.now() - start;
    };
    await timed(hash);
    const [known, unknown] = [await timed(hash), await timed(null)];
    expect(unknown).toBeGreaterThan(known / 2);
  });

  it('knows which hashes cost less than today’s [A9]', async () => {
    expect(hasher.isOutdated(hash)).toBe(false);
    expect(hasher.isOutdated(await bcryptHash('anything', 10))).toBe(true);
  });
});

describe('The turns of hashing', () => {
  /** Work that ends when the test says so. */
  const work = () => {
    let finish = () => {};
    let started = false;
    const ended = new Promise<void>((resolve) => (finish = resolve));
    const run = async () => {
      started = true;
      await ended;
    };
    return { run, finish: () => finish(), hasStarted: () => started };
  };
  const settle = () => new Promise((resolve) => setImmediate(resolve));

  it('let no more run at once than there are, in the order of their coming', async () => {
    const turns = new HashingTurns(2);
    const works = [work(), work(), work(), work()];
    const runs = works.map(({ run }) => turns.run(run));
    await settle();
    expect(works.map(({ hasStarted }) => hasStarted())).toEqual([true, true, false, false]);
    works[1]!.finish();
    await settle();
    expect(works.map(({ hasStarted }) => hasStarted())).toEqual([true, true, true, false]);
    for (const { finish } of works) finish();
    await Promise.all(runs);
  });

  it('go on after a failure', async () => {
    const turns = new HashingTurns(1);
    await expect(turns.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(turns.run(() => Promise.resolve('fine'))).resolves.toBe('fine');
  });

  it('refuse who would wait too long', async () => {
    const turns = new HashingTurns(1, 1);
    const [first, second] = [work(), work()];
    const runs = [turns.run(first.run), turns.run(second.run)];
    await expect(turns.run(() => Promise.resolve())).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'sign_in_busy',
    });
    first.finish();
    second.finish();
    await Promise.all(runs);
  });
});
