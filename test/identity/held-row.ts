import { Client } from 'pg';
import { eventually } from '../support/eventually';

type Steps = readonly (() => Promise<unknown>)[];

/** Holds a row until each of the steps waits for somebody, one after the other; then lets all of them go on. */
export async function whileHeld(
  ownerUrl: string,
  [table, id]: readonly [table: string, id: string],
  steps: Steps,
): Promise<PromiseSettledResult<unknown>[]> {
  const [holder, watcher] = [ownerUrl, ownerUrl].map((connectionString) => new Client({ connectionString }));
  await Promise.all([holder!.connect(), watcher!.connect()]);
  try {
    await holder!.query('BEGIN');
    await holder!.query(`SELECT 1 FROM ${table} WHERE id = $1 FOR UPDATE`, [id]);
    const begun: Promise<unknown>[] = [];
    for (const step of steps) {
      begun.push(step());
      await eventually(async () => expect(await countWaiting(watcher!)).toBe(begun.length));
    }
    const outcomes = Promise.allSettled(begun);
    await holder!.query('COMMIT');
    return await outcomes;
  } finally {
    await Promise.all([holder!.end(), watcher!.end()]);
  }
}

async function countWaiting(watcher: Client): Promise<number> {
  const { rowCount } = await watcher.query(`
    SELECT DISTINCT pid FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE NOT granted AND datname = current_database()`);
  return rowCount!;
}
