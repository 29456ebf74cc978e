import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DataPaths, writeWhole } from './data-directory';
import { commandLineOf, identifyProcess, isSameProcessAlive, type ProcessIdentity } from './process-identity';

export interface RunningPostmaster {
  readonly identity: ProcessIdentity;
  readonly port: number;
  readonly ready: boolean;
}

interface OwnerRecord {
  readonly owner: ProcessIdentity;
  readonly postmasterPid: number;
}

/** The server on this cluster, if one runs. */
export function findRunningPostmaster(paths: DataPaths): RunningPostmaster | undefined {
  const [pid = '', , , port, , , , status] = readText(pidFile(paths)).split('\n');
  const identity = identifyProcess(Number.parseInt(pid));
  if (!identity || !isPostmasterOf(paths, identity.pid)) return undefined;
  return { identity, port: Number(port), ready: status?.trim() === 'ready' };
}

/**
 * PostgreSQL believes its pid file as long as any process has that id; after a restart of a container that is another
 * one. The file of a dead process is left to PostgreSQL, which looks through it for survivors of that server.
 */
export function forgetStalePostmaster(paths: DataPaths): void {
  const isReused = identifyProcess(Number.parseInt(readText(pidFile(paths)))) !== undefined;
  if (isReused && !findRunningPostmaster(paths)) rmSync(pidFile(paths), { force: true });
}

export function recordOwner(paths: DataPaths, postmasterPid: number): void {
  const record = { owner: identifyProcess(process.pid), postmasterPid };
  writeWhole(paths.owner, JSON.stringify(record));
}

/** Whoever comes now does not join a server that is about to stop. */
export function withdrawOwner(paths: DataPaths, postmasterPid: number): void {
  if (readOwner(paths)?.postmasterPid === postmasterPid) rmSync(paths.owner, { force: true });
}

export function hasLivingOwner(paths: DataPaths, running: RunningPostmaster): boolean {
  const record = readOwner(paths);
  return record?.postmasterPid === running.identity.pid && isSameProcessAlive(record.owner);
}

/** An orphan usually is on its way out already (pdeathsig); one that is not gets told, politely first. */
export async function retireOrphan({ identity }: RunningPostmaster): Promise<void> {
  if (await isGoneWithin(identity, 1_000)) return;
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    sendSignal(identity, signal);
    if (await isGoneWithin(identity, 10_000)) return;
  }
  throw new Error(`PostgreSQL with process id ${identity.pid}, left by an earlier run, does not stop.`);
}

function sendSignal({ pid }: ProcessIdentity, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
    throw new Error(
      `PostgreSQL with process id ${pid}, left by an earlier run of another user, must be stopped.`,
      {
        cause: error,
      },
    );
  }
}

async function isGoneWithin(identity: ProcessIdentity, milliseconds: number): Promise<boolean> {
  for (const deadline = Date.now() + milliseconds; Date.now() < deadline; await sleep(20)) {
    if (!isSameProcessAlive(identity)) return true;
  }
  return false;
}

function isPostmasterOf(paths: DataPaths, pid: number): boolean {
  const commandLine = commandLineOf(pid);
  return commandLine.includes('postgres') && commandLine.includes(paths.cluster);
}

function readOwner(paths: DataPaths): OwnerRecord | undefined {
  const text = readText(paths.owner);
  return text ? (JSON.parse(text) as OwnerRecord) : undefined;
}

function pidFile(paths: DataPaths): string {
  return join(paths.cluster, 'postmaster.pid');
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
