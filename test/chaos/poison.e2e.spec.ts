import { createTestDatabase } from '../support/postgres';
import { runPoison } from './poison-run';

const PATIENCE_MS = 240_000;

describe('poison among twenty good documents', () => {
  it(
    'fails each bomb for what it is, with its dead letter, and neither the process nor any other document [F12 U2 I1 I3]',
    async () => {
      const database = await createTestDatabase();
      const invariants = await runPoison(database.url);
      await database.drop();
      expect(invariants.filter(({ problems }) => problems.length > 0)).toEqual([]);
    },
    PATIENCE_MS,
  );
});
