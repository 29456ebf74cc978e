import { setTimeout as sleep } from 'node:timers/promises';
import { ensureCluster } from './cluster';
import { type DataPaths, loadPasswords, openDataDirectory, type Passwords } from './data-directory';
import { findPostgresBinaries } from './postgres-binaries';
import { type Postmaster, startPostmaster } from './postmaster';
import { choosePostgresAccount } from './privileges';
import { ensureParleyDatabase, isProvisioned, parleyUrl } from './provisioning';
import {
  findRunningPostmaster,
  forgetStalePostmaster,
  hasLivingOwner,
  retireOrphan,
  type RunningPostmaster,
} from './running-postmaster';
import { withStartLock } from './start-lock';

export interface EmbeddedPostgres {
  /** postgres://parley:<password>@127.0.0.1:<port>/parley */
  readonly url: string;
  readonly port: number;
  readonly dataDirectory: string;
  /** False when another process started the server: it then also stops it. */
  readonly owned: boolean;
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** The cluster lives in its subdirectory `pg`. */
  readonly dataDirectory: string;
  /** More settings of the server, such as `fsync: 'off'` for tests. */
  readonly settings?: Record<string, string>;
}

export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const paths = openDataDirectory(options.dataDirectory);
  return withStartLock(paths.launcher, async () => {
    const running = await findServerToJoin(paths);
    return running ? join(paths, running) : own(paths, options);
  });
}

async function own(paths: DataPaths, options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { settings } = options;
  const binaries = await findPostgresBinaries();
  const account = await choosePostgresAccount([binaries.postgres, paths.root]);
  const passwords = loadPasswords(paths);
  const sync = settings?.fsync !== 'off';
  await ensureCluster({ paths, binaries, account, superuserPassword: passwords.superuser, sync });
  forgetStalePostmaster(paths);
  const postmaster = await startPostmaster({ paths, binaries, account, settings });
  await provisionOrStop(postmaster, passwords);
  return {
    url: parleyUrl(postmaster.port, passwords),
    port: postmaster.port,
    dataDirectory: paths.root,
    owned: true,
    stop: () => postmaster.stop(),
  };
}

async function provisionOrStop(postmaster: Postmaster, passwords: Passwords): Promise<void> {
  try {
    await ensureParleyDatabase(postmaster.port, passwords);
  } catch (error) {
    await postmaster.stop();
    throw error;
  }
}

function join(paths: DataPaths, running: RunningPostmaster): EmbeddedPostgres {
  return {
    url: parleyUrl(running.port, loadPasswords(paths)),
    port: running.port,
    dataDirectory: paths.root,
    owned: false,
    stop: () => Promise.resolve(),
  };
}

/** A server is joined while the process that started it lives. Otherwise it is in the way. */
async function findServerToJoin(paths: DataPaths): Promise<RunningPostmaster | undefined> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(100)) {
    const running = findRunningPostmaster(paths);
    if (!running) return undefined;
    if (!hasLivingOwner(paths, running)) await retireOrphan(running);
    else if (await answers(paths, running)) return running;
  }
  throw new Error(`PostgreSQL runs on ${paths.cluster} but does not answer. Log: ${paths.log}`);
}

async function answers(paths: DataPaths, running: RunningPostmaster): Promise<boolean> {
  return isProvisioned(running.port, loadPasswords(paths)).catch(() => false);
}
