import { createTestDatabase } from '../support/postgres';
import { runCell } from './cell';
import { type FaultPlan } from './fault-plan';

const PATIENCE_MS = 240_000;
const DOCUMENTS = 16;

/** More than work at once: what comes later is not among the documents that the first one has had deleted. */
const IN_THE_SECOND_WAVE = 10;

const kill = (point: string): FaultPlan => ({ point, action: 'kill', occurrence: 2 });
const at = (point: string, action: FaultPlan['action'], occurrence = 1): FaultPlan => ({
  point,
  action,
  occurrence,
});

/** A few cells of `npm run chaos:matrix`, several faults to each. */
describe('the kill matrix, in short', () => {
  it.each([
    [
      'is killed at K5, K9, K10 and K14, one after the other [Q3 F1 I1 I2 I3 I4 I5 I6 I7]',
      ['K5', 'K9', 'K10', 'K14'].map((point) => [kill(point)]),
    ],
    [
      'throws at K15, hangs at K9 and has documents deleted at K13, all in one run [Q3 K16 I1 I2 I3 I4 I5 I6 I7]',
      [[at('K15', 'throw'), at('K13', 'delete'), at('K9', 'hang', IN_THE_SECOND_WAVE)]],
    ],
  ])(
    'breaks no invariant when it %s',
    async (_, faults) => {
      const database = await createTestDatabase();
      const invariants = await runCell({ databaseUrl: database.url, documents: DOCUMENTS, faults });
      await database.drop();
      expect(invariants.filter(({ problems }) => problems.length > 0)).toEqual([]);
    },
    PATIENCE_MS,
  );
});
