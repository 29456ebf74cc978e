import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

const NOBODY = 65534;
const DROP_ROOT = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'];
const KEEP_FILE_ACCESS = [
  '--securebits=+no_setuid_fixup',
  '--inh-caps=+dac_override',
  '--ambient-caps=+dac_override',
];
/** Without this, a killed Parley leaves its PostgreSQL running. */
const DIE_WITH_PARENT = '--pdeathsig=INT';

/** The child gets no secrets of ours through its environment. */
export const CHILD_ENVIRONMENT = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' };

/** Who runs PostgreSQL, which refuses to run as root. */
export interface PostgresAccount {
  /** Undefined where the system has no such ids. */
  readonly uid: number | undefined;
  readonly prefix: readonly string[];
  readonly spawnOptions: { readonly uid?: number; readonly gid?: number };
}

export interface Command {
  readonly file: string;
  readonly args: string[];
}

/** The first account, in order of preference, that can pass and execute all the paths given. */
export async function choosePostgresAccount(paths: readonly string[]): Promise<PostgresAccount> {
  const candidates = process.getuid?.() === 0 ? accountsForRoot() : accountsForUser();
  for (const account of candidates) if (await reaches(account, paths)) return account;
  throw new Error(
    `PostgreSQL does not run as root, and as uid ${NOBODY} it cannot reach ${paths.join(' or ')}. ` +
      'Install `setpriv` (util-linux), start Parley as an ordinary user, choose another DATA_DIR, or set DATABASE_URL.',
  );
}

export function commandAs(account: PostgresAccount, file: string, args: readonly string[]): Command {
  const [first = file, ...rest] = [...account.prefix, file, ...args];
  return { file: first, args: rest };
}

function accountsForRoot(): PostgresAccount[] {
  const setpriv = ['setpriv', ...DROP_ROOT, DIE_WITH_PARENT];
  return [
    { uid: NOBODY, prefix: setpriv, spawnOptions: {} },
    // Below a 0700 directory: a right to pass files, which SQL superusers share. The app never is one.
    { uid: NOBODY, prefix: [...setpriv, ...KEEP_FILE_ACCESS], spawnOptions: {} },
    { uid: NOBODY, prefix: [], spawnOptions: { uid: NOBODY, gid: NOBODY } },
  ];
}

function accountsForUser(): PostgresAccount[] {
  const uid = process.getuid?.();
  return [
    { uid, prefix: ['setpriv', DIE_WITH_PARENT], spawnOptions: {} },
    { uid, prefix: [], spawnOptions: {} },
  ];
}

async function reaches(account: PostgresAccount, paths: readonly string[]): Promise<boolean> {
  const check = 'for path; do [ -x "$path" ] || exit 1; done';
  const { file, args } = commandAs(account, 'sh', ['-c', check, 'sh', ...paths]);
  try {
    await run(file, args, { ...account.spawnOptions, env: CHILD_ENVIRONMENT, cwd: '/' });
    return true;
  } catch {
    return false;
  }
}
