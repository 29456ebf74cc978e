import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { prepare, ROOT } from './prepare.mjs';
import { compile, watchedDirectories } from './support/compile.mjs';

const QUIET_MS = 120;
const PATIENCE_MS = 30_000;

await prepare({ build: true });
const { watch } = await import('chokidar');

let app = startApp();
let quiet;
let turning = Promise.resolve();
let isStopping = false;

watch(watchedDirectories(ROOT), { ignoreInitial: true }).on('all', () => {
  clearTimeout(quiet);
  quiet = setTimeout(() => {
    turning = turning.then(rebuildAndRestart);
  }, QUIET_MS);
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stopEverything(signal));

function startApp() {
  const child = spawn(process.execPath, ['--enable-source-maps', 'dist/src/main.js'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  child.once('exit', (code, signal) => {
    if (child === app && !isStopping)
      console.error(`Parley ended (${signal ?? code}). Waiting for a change …`);
  });
  return child;
}

async function rebuildAndRestart() {
  try {
    const changes = await compile(ROOT);
    if (changes === 0 || isStopping) return;
    console.error(`Compiled ${changes} files; restarting …`);
  } catch (error) {
    console.error(error.message);
    return;
  }
  const previous = app;
  app = undefined;
  await stop(previous, 'SIGTERM');
  if (!isStopping) app = startApp();
}

async function stopEverything(signal) {
  if (isStopping) return;
  isStopping = true;
  clearTimeout(quiet);
  // A terminal sends its Ctrl-C to the app as well; a second signal could read as impatience.
  const isTold = signal === 'SIGINT' && process.stdin.isTTY;
  await stop(app, isTold ? undefined : 'SIGTERM');
  await turning;
  process.exit(0);
}

async function stop(child, signal) {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const impatience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  const gone = once(child, 'exit');
  if (signal) child.kill(signal);
  await gone;
  clearTimeout(impatience);
}
