import { join } from 'node:path';
import { prepare, ROOT } from './prepare.mjs';
import { runToEnd } from './support/child.mjs';

await prepare({ build: true, clean: true });
const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
process.exitCode = await runToEnd(process.execPath, [tsc, '--noEmit', '-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
});
