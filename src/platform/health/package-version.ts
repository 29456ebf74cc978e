import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

let version: string | undefined;

/** The nearest package.json above is ours, in the sources as in what was built from them. */
export function packageVersion(): string {
  return (version ??= read(__dirname));
}

function read(folder: string): string {
  const file = join(folder, 'package.json');
  if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  if (dirname(folder) === folder) return 'unknown';
  return read(dirname(folder));
}
