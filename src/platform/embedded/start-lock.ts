import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identifyProcess, isSameProcessAlive, type ProcessIdentity } from './process-identity';

const TICKET = /^lock\.(\d+)$/;
const HALF_WRITTEN_MS = 5_000;

/**
 * One start at a time per directory. Tickets are numbered; the highest one holds the lock and is never deleted, only
 * marked as released. So breaking the lock of a dead process is the same atomic step as taking a free one: creating
 * the next number. (Deleting a stale lock file could delete the one that somebody else has just taken.)
 */
export async function withStartLock<T>(directory: string, work: () => Promise<T>): Promise<T> {
  const ticket = await takeTicket(directory, Date.now() + 120_000);
  try {
    return await work();
  } finally {
    writeFileSync(ticket, 'released');
  }
}

async function takeTicket(directory: string, deadline: number): Promise<string> {
  for (;;) {
    const ticket = tryTicket(directory);
    if (ticket) return ticket;
    if (Date.now() > deadline) throw new Error(`Another start of PostgreSQL holds the lock in ${directory}.`);
    await sleep(25);
  }
}

function tryTicket(directory: string): string | undefined {
  const highest = highestNumber(directory);
  if (highest > 0 && isHeld(pathOf(directory, highest))) return undefined;
  const number = highest + 1;
  try {
    writeFileSync(pathOf(directory, number), JSON.stringify(identifyProcess(process.pid)), {
      flag: 'wx',
      mode: 0o600,
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    throw error;
  }
  if (highestNumber(directory) !== number) {
    // We were slow: others passed by, and the number was free only because it is history.
    rmSync(pathOf(directory, number), { force: true });
    return undefined;
  }
  for (const old of numbersIn(directory)) if (old < number) rmSync(pathOf(directory, old), { force: true });
  return pathOf(directory, number);
}

function isHeld(ticket: string): boolean {
  try {
    const content = readFileSync(ticket, 'utf8');
    if (content === 'released') return false;
    if (content.endsWith('}')) return isSameProcessAlive(JSON.parse(content) as ProcessIdentity);
    return Date.now() - statSync(ticket).mtimeMs < HALF_WRITTEN_MS;
  } catch {
    return true; // gone meanwhile: somebody took the next number
  }
}

function numbersIn(directory: string): number[] {
  return readdirSync(directory).flatMap((name) => Number(TICKET.exec(name)?.[1] ?? []));
}

function highestNumber(directory: string): number {
  return Math.max(0, ...numbersIn(directory));
}

function pathOf(directory: string, number: number): string {
  return join(directory, `lock.${number}`);
}
