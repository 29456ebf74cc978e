import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface LocalSecrets {
  readonly jwtSecret: string;
  readonly adminKey: string;
}

/** Secrets that nobody configured are made once and kept beside the data, readable by their owner only. */
export function localSecrets(dataDirectory: string): LocalSecrets {
  const file = join(dataDirectory, 'secrets.json');
  return readSecrets(file) ?? makeSecrets(dataDirectory, file);
}

function readSecrets(file: string): LocalSecrets | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as LocalSecrets;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function makeSecrets(dataDirectory: string, file: string): LocalSecrets {
  mkdirSync(dataDirectory, { recursive: true });
  const draft = `${file}.${process.pid}`;
  const secrets = { jwtSecret: randomBytes(32).toString('hex'), adminKey: randomBytes(32).toString('hex') };
  writeFileSync(draft, JSON.stringify(secrets), { mode: 0o600, flush: true });
  try {
    // A link, unlike a rename, fails when another process was first: both then use the same secrets.
    linkSync(draft, file);
    return secrets;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return JSON.parse(readFileSync(file, 'utf8')) as LocalSecrets;
  } finally {
    rmSync(draft, { force: true });
  }
}
