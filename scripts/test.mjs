import { join } from 'node:path';
import { prepare, ROOT } from './prepare.mjs';
import { runToEnd } from './support/child.mjs';

await prepare({ build: true });
const jest = join(ROOT, 'node_modules/jest/bin/jest.js');
process.exitCode = await runToEnd(process.execPath, [jest, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, NODE_ENV: 'test' },
});
