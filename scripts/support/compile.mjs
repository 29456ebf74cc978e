import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const SOURCES = ['src', 'config', 'migrations', 'scripts', 'test/bench', 'test/chaos', 'test/support'];
const CODE = /(?<!\.d)\.ts$/;
const ASSET = /\.(json|sql|html|css|svg|txt|wasm)$/;
const MANIFEST = '.build.json';
/** In dist, because git ignores that. */
export const LOCK = '.lock';

export function watchedDirectories(root) {
  return SOURCES.map((directory) => join(root, directory)).filter((directory) => existsSync(directory));
}

export function isCompiled(root) {
  const plan = planBuild(root);
  return plan.stale.length === 0 && plan.superfluous.length === 0;
}

/** Compiles what has changed and deletes what has lost its source. Answers how many files that were. */
export async function compile(root, { clean = false } = {}) {
  if (clean) rmSync(join(root, 'dist', MANIFEST), { force: true });
  const { hashes, stale, superfluous } = planBuild(root);
  if (stale.length + superfluous.length === 0) return 0;
  const { transformFile } = await import('@swc/core');
  const results = await Promise.allSettled(stale.map((source) => emit(root, source, transformFile)));
  for (const output of superfluous) rmSync(join(root, 'dist', output), { force: true });
  const failed = stale.filter((_, index) => results[index].status === 'rejected');
  for (const source of failed) delete hashes.files[source];
  writeWhole(join(root, 'dist', MANIFEST), JSON.stringify(hashes));
  if (failed.length > 0) {
    const refusals = results.filter((result) => result.status === 'rejected');
    const reasons = refusals.map(({ reason }) => reason.message.split('\n\nCaused by:')[0]);
    throw new Error(`Does not compile:\n${reasons.join('\n')}`);
  }
  return stale.length + superfluous.length;
}

async function emit(root, source, transformFile) {
  const file = join(root, source);
  const output = join(root, 'dist', outputOf(source));
  mkdirSync(dirname(output), { recursive: true });
  if (!CODE.test(source)) return writeWhole(output, readFileSync(file));
  const { code, map } = await transformFile(file, {
    cwd: root,
    configFile: join(root, '.swcrc'),
    sourceFileName: relative(dirname(output), file),
  });
  const name = output.slice(output.lastIndexOf('/') + 1);
  writeWhole(`${output}.map`, map);
  writeWhole(output, `${code}\n//# sourceMappingURL=${name}.map\n`);
}

function planBuild(root) {
  const sources = SOURCES.flatMap((directory) => filesBelow(root, directory)).filter(isSource);
  const hashes = { settings: settingsHash(root), files: {} };
  for (const source of sources) hashes.files[source] = hash(readFileSync(join(root, source)));
  const outputs = new Set(filesBelow(root, 'dist').map((file) => file.slice('dist/'.length)));
  const built = readManifest(root);
  const isFresh = (source) =>
    built.settings === hashes.settings &&
    built.files[source] === hashes.files[source] &&
    outputs.has(outputOf(source));
  const wanted = new Set([
    MANIFEST,
    ...sources.map(outputOf),
    ...sources.map((source) => `${outputOf(source)}.map`),
  ]);
  const superfluous = [...outputs].filter((output) => !wanted.has(output) && !output.startsWith(`${LOCK}/`));
  return { hashes, stale: sources.filter((source) => !isFresh(source)), superfluous };
}

function isSource(file) {
  return CODE.test(file) || ASSET.test(file);
}

function outputOf(source) {
  return source.replace(CODE, '.js');
}

function settingsHash(root) {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/@swc/core/package.json'), 'utf8'));
  return hash(`${version}\n${readFileSync(join(root, '.swcrc'), 'utf8')}`);
}

function readManifest(root) {
  try {
    return JSON.parse(readFileSync(join(root, 'dist', MANIFEST), 'utf8'));
  } catch {
    return { files: {} };
  }
}

function filesBelow(root, directory) {
  if (!existsSync(join(root, directory))) return [];
  return readdirSync(join(root, directory), { withFileTypes: true }).flatMap((entry) => {
    const path = `${directory}/${entry.name}`;
    if (entry.isDirectory()) return filesBelow(root, path);
    return entry.isFile() ? [path] : [];
  });
}

/** A process that runs from dist meanwhile sees the old file or the new one, never a part. */
function writeWhole(file, content) {
  const draft = `${file}.${process.pid}.draft`;
  writeFileSync(draft, content);
  renameSync(draft, file);
}

function hash(content) {
  return createHash('sha256').update(content).digest('base64url');
}
