// node scripts/run.mjs <file below dist> [arguments]
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare, ROOT } from './prepare.mjs';

const [file = ''] = process.argv.slice(2);
await prepare({ build: true });
const target = join(ROOT, 'dist', file);
if (!file.endsWith('.js') || !existsSync(target)) {
  console.error(
    `There is no ${file || 'file given'} below dist. Usage: node scripts/run.mjs <file below dist> [arguments]`,
  );
  process.exit(1);
}
process.argv.splice(1, 2, target);
process.setSourceMapsEnabled(true);
await import(pathToFileURL(target).href);
