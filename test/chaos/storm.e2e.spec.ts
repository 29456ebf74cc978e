import { createTestDatabase } from '../support/postgres';
import { runStorm } from './storm-runs';

const PATIENCE_MS = 60_000;
const SECONDS = 5;
const SEED = 7;

/** A few seconds of `npm run chaos:storm`. */
describe('a storm of failing models, in short', () => {
  it(
    'leaves no run without an end, no provider without its rest, and no failure untold [Q7 AG-06]',
    async () => {
      const database = await createTestDatabase();
      const invariants = await runStorm({ databaseUrl: database.url, seed: SEED, seconds: SECONDS });
      await database.drop();
      expect(invariants.filter(({ problems }) => problems.length > 0)).toEqual([]);
    },
    PATIENCE_MS,
  );
});
