import { Client } from 'pg';
import { startTestApp, type TestApp } from '../support/app';

const PASSWORD = 'nineteen cautious lanterns';
const SAMPLES = 18;
const WARM_UP = 3;

describe('The time of an answer', () => {
  let app: TestApp;
  const known = Array.from({ length: WARM_UP + SAMPLES }, (_, i) => `known${i}@example.com`);
  beforeAll(async () => {
    app = await startTestApp({ PASSWORD_COST: '12' });
    const form = { email: 'first@example.com', password: PASSWORD, name: 'Ada', workspaceName: 'Acme' };
    expect((await app.http('POST', '/auth/onboarding', { body: form })).status).toBe(201);
    const owner = new Client({ connectionString: app.ownerUrl });
    await owner.connect();
    await owner.query(
      `INSERT INTO identity.users (id, email, name, password_hash, created_at, updated_at)
       SELECT gen_random_uuid(), other, name, password_hash, created_at, updated_at
       FROM identity.users, unnest($1::text[]) AS other WHERE email = $2`,
      [known, form.email],
    );
    await owner.end();
  });
  afterAll(() => app.stop());

  const quantile = (values: readonly number[], share: number) =>
    [...values].sort((a, b) => a - b)[Math.floor(values.length * share)]!;
  /** How far answers of one sort lie apart: on a busy machine no smaller difference can be told. */
  const spread = (values: readonly number[]) => quantile(values, 0.75) - quantile(values, 0.25);
  const timed = async (path: string, body: object, status: number) => {
    const start = performance.now();
    expect((await app.http('POST', path, { body })).status).toBe(status);
    return performance.now() - start;
  };

  /** By turns, so that whatever else goes on here falls on both alike. */
  const compare = async (path: string, more: object, status: number) => {
    const times: { known: number[]; unknown: number[] } = { known: [], unknown: [] };
    for (const [i, email] of known.entries()) {
      const ofKnown = await timed(path, { email, ...more }, status);
      const ofUnknown = await timed(path, { email: `un${email}`, ...more }, status);
      if (i < WARM_UP) continue;
      times.known.push(ofKnown);
      times.unknown.push(ofUnknown);
    }
    return times;
  };

  it.each([
    ['/auth/login', { password: 'a wrong guess of some length' }, 401],
    ['/auth/password/forgot', {}, 202],
    ['/auth/magic-link', {}, 202],
  ])(
    'of %s does not tell whether the address has an account [A11 6.3.8]',
    async (path, more, status) => {
      const { known: ofKnown, unknown: ofUnknown } = await compare(path, more, status);
      const [median, other] = [quantile(ofKnown, 0.5), quantile(ofUnknown, 0.5)];
      const tolerance = Math.max(5, 0.1 * Math.max(median, other), spread(ofUnknown));
      expect(Math.abs(median - other)).toBeLessThanOrEqual(tolerance);
    },
    120_000,
  );
});
