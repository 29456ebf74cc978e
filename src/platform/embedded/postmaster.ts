import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DataPaths, writeWhole } from './data-directory';
import { findFreePort } from './free-port';
import type { PostgresBinaries } from './postgres-binaries';
import { keepLogBounded, lastLines, logSize, openPostgresLog, readLogSince } from './postgres-log';
import { CHILD_ENVIRONMENT, commandAs, type PostgresAccount } from './privileges';
import { findRunningPostmaster, recordOwner, withdrawOwner } from './running-postmaster';
import { serverArguments } from './server-settings';

const START_DEADLINE_MS = 120_000; // recovery after a crash counts as start
const ATTEMPTS = 10;

export interface PostmasterRequest {
  readonly paths: DataPaths;
  readonly binaries: PostgresBinaries;
  readonly account: PostgresAccount;
  readonly settings: Record<string, string> | undefined;
}

export interface Postmaster {
  readonly port: number;
  stop(): Promise<void>;
}

export async function startPostmaster(request: PostmasterRequest): Promise<Postmaster> {
  for (let attempt = 1; ; attempt++) {
    const port = await findFreePort(attempt === 1 ? rememberedPort(request.paths) : undefined);
    const offset = logSize(request.paths.log);
    const child = launch(request, port);
    if (await becomesReady(request.paths, child)) {
      writeWhole(request.paths.port, String(port));
      return supervise(request.paths, child, port);
    }
    const log = readLogSince(request.paths.log, offset);
    if (attempt >= ATTEMPTS || !isPassing(log)) {
      throw new Error(`PostgreSQL did not start (log: ${request.paths.log}):\n${lastLines(log)}`);
    }
    await sleep(200);
  }
}

function launch({ paths, binaries, account, settings }: PostmasterRequest, port: number): ChildProcess {
  const { file, args } = commandAs(account, binaries.postgres, [
    '-D',
    paths.cluster,
    ...serverArguments(binaries.majorVersion, { ...settings, port: String(port) }),
  ]);
  const log = openPostgresLog(paths.log);
  try {
    return spawn(file, args, {
      ...account.spawnOptions,
      env: CHILD_ENVIRONMENT,
      cwd: '/',
      stdio: ['ignore', log, log],
      // A session of its own: Ctrl-C in the terminal is for the app, which closes its pools before the server goes.
      detached: true,
    }).on('error', () => undefined);
  } finally {
    closeSync(log);
  }
}

async function becomesReady(paths: DataPaths, child: ChildProcess): Promise<boolean> {
  const { pid } = child;
  if (pid === undefined) return false;
  recordOwner(paths, pid);
  for (const deadline = Date.now() + START_DEADLINE_MS; !hasExited(child); await sleep(10)) {
    const running = findRunningPostmaster(paths);
    if (running?.ready && running.identity.pid === pid) return true;
    if (Date.now() > deadline) await stopChild(child);
  }
  withdrawOwner(paths, pid);
  return false;
}

function supervise(paths: DataPaths, child: ChildProcess, port: number): Postmaster {
  const pid = child.pid ?? 0;
  const stopLogCare = keepLogBounded(paths.log);
  let stopping: Promise<void> | undefined;
  // The app, not its database, decides when the process may end.
  child.unref();
  return {
    port,
    stop: () => {
      stopLogCare();
      withdrawOwner(paths, pid);
      return (stopping ??= stopChild(child));
    },
  };
}

async function stopChild(child: ChildProcess): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    child.kill(signal);
    for (const deadline = Date.now() + 10_000; Date.now() < deadline; await sleep(10)) {
      if (hasExited(child)) return;
    }
  }
}

function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Somebody took the port first, or processes of a killed server are just ending. */
function isPassing(log: string): boolean {
  return /could not bind|Address already in use|pre-existing shared memory block/.test(log);
}

function rememberedPort(paths: DataPaths): number | undefined {
  try {
    return Number(readFileSync(paths.port, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}
