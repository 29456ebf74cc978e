// Before anything runs: the right Node, the packages of package-lock.json, and compiled sources. A clone that has
// all of them is recognised in some milliseconds. No package may be imported here: there may be none yet.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile, isCompiled, LOCK } from './support/compile.mjs';
import { install, isInstalled } from './support/install.mjs';
import { withLock } from './support/lock.mjs';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

export async function prepare({ build, clean = false }) {
  requireNode(20, 19);
  // As npm does: relative paths, such as that of the data, mean the same from everywhere.
  process.env.INIT_CWD ??= process.cwd();
  process.chdir(ROOT);
  const hasSources = existsSync(join(ROOT, 'src')); // a production image has dist alone
  if (!hasSources || isReady(build, clean)) return;
  await orExplain(() =>
    withLock(join(ROOT, 'dist', LOCK), sayThatWeWait, async () => {
      if (!isInstalled(ROOT)) await install(ROOT);
      if (build) await compileAndRepair(clean);
    }),
  );
}

function isReady(build, clean) {
  return !clean && isInstalled(ROOT) && (!build || isCompiled(ROOT));
}

async function compileAndRepair(clean) {
  const started = performance.now();
  const files = await compile(ROOT, { clean });
  if (files > 0) console.error(`Compiled ${files} files in ${Math.round(performance.now() - started)} ms.`);
  const links = join(ROOT, 'dist/src/platform/embedded/postgres-symlinks.js');
  try {
    if (existsSync(links)) createRequire(import.meta.url)(links).repairInstalledPostgres();
  } catch {
    // Who starts the embedded PostgreSQL is told then; whoever has a server of their own does not need to know.
  }
}

function requireNode(major, minor) {
  const [ourMajor, ourMinor] = process.versions.node.split('.').map(Number);
  if (ourMajor > major || (ourMajor === major && ourMinor >= minor)) return;
  console.error(`Parley needs Node ${major}.${minor} or newer. This is Node ${process.versions.node}.`);
  process.exit(1);
}

async function orExplain(work) {
  try {
    await work();
  } catch (error) {
    const isForbidden = error.code === 'EACCES' || error.code === 'EROFS';
    const hint = isForbidden ? '\nInstall and build as the user who owns this directory: npm run build' : '';
    console.error(`${error.message}${hint}`);
    process.exit(1);
  }
}

function sayThatWeWait() {
  console.error('Another command prepares this clone; waiting for it …');
}
