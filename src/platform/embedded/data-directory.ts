import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** What we keep: the cluster itself, and beside it what we must know about it. */
export interface DataPaths {
  readonly root: string;
  readonly cluster: string;
  readonly launcher: string;
  readonly passwords: string;
  readonly owner: string;
  readonly port: string;
  readonly log: string;
}

export interface Passwords {
  readonly superuser: string;
  readonly parley: string;
}

export function openDataDirectory(directory: string): DataPaths {
  const wanted = resolve(directory);
  try {
    // Passable but not readable: as root, PostgreSQL runs as another user below it.
    if (mkdirSync(wanted, { recursive: true })) chmodSync(wanted, 0o711);
    const root = realpathSync(wanted);
    const launcher = join(root, 'pg-launcher');
    mkdirSync(launcher, { recursive: true, mode: 0o700 });
    requireOwner(launcher, process.getuid?.());
    return {
      root,
      cluster: join(root, 'pg'),
      launcher,
      passwords: join(launcher, 'passwords.json'),
      owner: join(launcher, 'owner.json'),
      port: join(launcher, 'port'),
      log: join(launcher, 'postgres.log'),
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error;
    throw new Error(
      `The data directory ${wanted} is not writable for this user. Choose another DATA_DIR, or start Parley as the user who owns it.`,
      { cause: error },
    );
  }
}

export function requireOwner(path: string, uid: number | undefined): void {
  const owner = statSync(path).uid;
  if (uid === undefined || owner === uid) return;
  throw new Error(
    `${path} belongs to uid ${owner}, but is used here as uid ${uid}. ` +
      'Start Parley as the user who created it, or choose another DATA_DIR.',
  );
}

/** Made before the cluster is, so that there never is a cluster whose passwords nobody knows. */
export function loadPasswords(paths: DataPaths): Passwords {
  if (existsSync(paths.passwords)) return JSON.parse(readFileSync(paths.passwords, 'utf8')) as Passwords;
  if (existsSync(join(paths.cluster, 'PG_VERSION'))) {
    throw new Error(
      `${paths.passwords} is lost, and ${paths.cluster} cannot be opened without it. Restore the file.`,
    );
  }
  const passwords = { superuser: randomBytes(24).toString('hex'), parley: randomBytes(24).toString('hex') };
  writeWhole(paths.passwords, JSON.stringify(passwords));
  return passwords;
}

/** A reader, or a crash, sees the old content or the new one, never a part. */
export function writeWhole(file: string, content: string): void {
  const draft = `${file}.${process.pid}.draft`;
  writeFileSync(draft, content, { mode: 0o600, flush: true });
  renameDurably(draft, file);
}

export function renameDurably(from: string, to: string): void {
  renameSync(from, to);
  const directory = openSync(dirname(to), 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
