import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type DataPaths, renameDurably, requireOwner } from './data-directory';
import type { PostgresBinaries } from './postgres-binaries';
import { CHILD_ENVIRONMENT, commandAs, type PostgresAccount } from './privileges';

const run = promisify(execFile);

const UNFINISHED = 'pg.new-';
/** Not every system has the first one; libraries such as pg_trgm take the character classes from it. */
const LOCALES = ['C.UTF-8', 'en_US.UTF-8', 'C'];

export interface ClusterRequest {
  readonly paths: DataPaths;
  readonly binaries: PostgresBinaries;
  readonly account: PostgresAccount;
  readonly superuserPassword: string;
  /** Off only where the data may be lost, as in tests. */
  readonly sync: boolean;
}

/** The cluster is made aside and moved into its place when it is whole: a start may be killed at any moment. */
export async function ensureCluster(request: ClusterRequest): Promise<void> {
  const { paths, account } = request;
  removeUnfinished(paths);
  if (!existsSync(join(paths.cluster, 'PG_VERSION'))) {
    refuseForeignFiles(paths);
    const workshop = mkdtempSync(join(paths.root, UNFINISHED));
    try {
      renameDurably(await initialise(request, workshop), paths.cluster);
    } finally {
      discard(workshop);
    }
  }
  requireOwner(paths.cluster, account.uid);
}

async function initialise(request: ClusterRequest, workshop: string): Promise<string> {
  const passwordFile = join(workshop, 'password');
  writeFileSync(passwordFile, request.superuserPassword, { mode: 0o600 });
  if (process.getuid?.() === 0 && request.account.uid !== undefined) {
    for (const path of [passwordFile, workshop]) chownSync(path, request.account.uid, request.account.uid);
  }
  const cluster = join(workshop, 'cluster');
  let refusal: unknown;
  for (const locale of LOCALES) {
    try {
      await runInitdb(request, [`--pgdata=${cluster}`, `--pwfile=${passwordFile}`, `--locale=${locale}`]);
      return cluster;
    } catch (error) {
      refusal = error;
      if (!/locale/i.test((error as Error).message)) break;
    }
  }
  throw new Error(`initdb failed: ${(refusal as Error).message}`, { cause: refusal });
}

async function runInitdb({ binaries, account, sync }: ClusterRequest, specific: string[]): Promise<void> {
  const { file, args } = commandAs(account, binaries.initdb, [
    ...specific,
    '--username=postgres',
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--no-instructions',
    ...(binaries.majorVersion >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : []),
    ...(sync ? [] : ['--no-sync']),
  ]);
  await run(file, args, { ...account.spawnOptions, env: CHILD_ENVIRONMENT, cwd: '/' });
}

function removeUnfinished(paths: DataPaths): void {
  for (const name of readdirSync(paths.root)) {
    if (name.startsWith(UNFINISHED)) discard(join(paths.root, name));
  }
}

/** A child of a killed initdb may still be writing there. What cannot go now goes at the next start. */
function discard(directory: string): void {
  try {
    rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  } catch {
    return;
  }
}

function refuseForeignFiles({ cluster }: DataPaths): void {
  if (!existsSync(cluster) || readdirSync(cluster).length === 0) return;
  throw new Error(
    `${cluster} holds files but no PostgreSQL cluster. Move it away, or choose another DATA_DIR.`,
  );
}
