import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const HALF_WRITTEN_MS = 5_000;

/**
 * One at a time per directory. Tickets are numbered; the highest one holds the lock and is never deleted, only marked
 * as released. So breaking the lock of a dead process is the same atomic step as taking a free one: creating the next
 * number. (src/platform/embedded/start-lock.ts does the same, but here nothing is compiled yet.)
 */
export async function withLock(directory, onWait, work) {
  mkdirSync(directory, { recursive: true });
  let ticket;
  for (let round = 0; !(ticket = tryTicket(directory)); round++) {
    if (round === 10) onWait();
    await sleep(50);
  }
  try {
    return await work();
  } finally {
    writeFileSync(ticket, 'released');
  }
}

function tryTicket(directory) {
  const highest = Math.max(0, ...numbersIn(directory));
  if (highest > 0 && isHeld(join(directory, String(highest)))) return undefined;
  const ticket = join(directory, String(highest + 1));
  try {
    writeFileSync(ticket, `${process.pid} ${startOf(process.pid)}.`, { flag: 'wx' });
  } catch (error) {
    if (error.code === 'EEXIST') return undefined;
    throw error;
  }
  if (Math.max(...numbersIn(directory)) !== highest + 1) {
    rmSync(ticket, { force: true }); // we were slow: others passed by
    return undefined;
  }
  for (const old of numbersIn(directory))
    if (old <= highest) rmSync(join(directory, String(old)), { force: true });
  return ticket;
}

function isHeld(ticket) {
  try {
    const content = readFileSync(ticket, 'utf8');
    if (content === 'released') return false;
    if (!content.endsWith('.')) return Date.now() - statSync(ticket).mtimeMs < HALF_WRITTEN_MS;
    const [pid] = content.split(' ');
    return isAlive(Number(pid)) && content === `${pid} ${startOf(pid)}.`;
  } catch {
    return true; // gone meanwhile: somebody took the next number
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Tells a process from a later one with the same id, where /proc exists. */
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return 'unknown';
  }
}

function numbersIn(directory) {
  return readdirSync(directory).map(Number).filter(Number.isInteger);
}
