import { createTestDatabase } from '../support/postgres';
import { runEffects } from './effect-runs';

const PATIENCE_MS = 60_000;
const RUNS = 6;
const SEED = 17;

/** Each action at each point of `npm run chaos:effects`, once. */
describe('the effects of tools, in short', () => {
  it(
    'happen at most once when the process is killed, hangs or throws right before and after, and the ledger tells which are in doubt [K17 Q3]',
    async () => {
      const database = await createTestDatabase();
      const invariants = await runEffects({ databaseUrl: database.url, seed: SEED, runs: RUNS, atOnce: 1 });
      await database.drop();
      expect(invariants.filter(({ problems }) => problems.length > 0)).toEqual([]);
    },
    PATIENCE_MS,
  );
});
