import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runToEnd } from './child.mjs';

/** Says whether node_modules is what package-lock.json asks for. */
export function isInstalled(root) {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  if (readIfThere(stampOf(root)) === hash(lock)) return true;
  const installed = readIfThere(join(root, 'node_modules', '.package-lock.json'));
  if (!installed || !matches(JSON.parse(lock).packages, JSON.parse(installed).packages)) return false;
  leaveStamp(root, lock);
  return true;
}

export async function install(root) {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  console.error('Installing packages (npm ci) …');
  rmSync(stampOf(root), { force: true });
  // Packages run no scripts of theirs here; dev packages hold the compiler, also where NODE_ENV says production.
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--ignore-scripts'];
  const npm = process.env.npm_execpath ?? '';
  const isNpm = npm.endsWith('npm-cli.js') && existsSync(npm);
  const [file, first] = isNpm ? [process.execPath, [npm]] : ['npm', []];
  // Standard output belongs to the command that the user has asked for.
  const code = await runToEnd(file, [...first, ...args], { cwd: root, stdio: ['ignore', 2, 2] });
  if (code !== 0) {
    console.error(`npm ci failed (exit code ${code}). Its message is above.`);
    process.exit(code || 1);
  }
  leaveStamp(root, lock);
}

/** npm notes what it has installed; packages for other platforms are rightly missing there. */
function matches(wanted, installed) {
  const isThere = ([path, { version }]) => installed[path]?.version === version;
  const isDispensable = ([path, entry]) =>
    !installed[path] && (entry.optional || entry.devOptional || entry.peer);
  const entries = Object.entries(wanted).filter(([path]) => path !== '');
  const isComplete = entries.every((entry) => isThere(entry) || isDispensable(entry));
  return isComplete && Object.keys(installed).every((path) => path in wanted);
}

/** A saving of time, so a node_modules that we may not write to is no error. */
function leaveStamp(root, lock) {
  try {
    writeFileSync(stampOf(root), hash(lock));
  } catch (error) {
    if (error.code !== 'EACCES' && error.code !== 'EROFS') throw error;
  }
}

function stampOf(root) {
  return join(root, 'node_modules', '.parley-lock-hash');
}

function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function hash(text) {
  return createHash('sha256').update(text).digest('hex');
}
