import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../../../../../..');
const ENTRY = 'parser-child.js';
/** Beside this file; where TypeScript runs as it is, as in tests, that of the last build. */
const ENTRY_FILE = __filename.endsWith('.ts')
  ? join(ROOT, 'dist', relative(ROOT, __dirname), ENTRY)
  : join(__dirname, ENTRY);

const HEAP_SHARE = 0.75;
/**
 * A wall around the finer limits. V8 reserves close to 1 GB of addresses without using them, so that this one cannot be
 * tight.
 */
const ADDRESS_SPACE_BYTES = 2_500_000_000;
/** More than a process is kept for: for one that nobody is left to end. */
const CPU_SECONDS = 300;
const PRLIMIT = ['/usr/bin/prlimit', '/bin/prlimit'].find((file) => existsSync(file));
const KERNEL_LIMITS = [`--as=${ADDRESS_SPACE_BYTES}`, `--cpu=${CPU_SECONDS}`, '--core=0', '--fsize=0'];

export const HAS_KERNEL_LIMITS = PRLIMIT !== undefined;

/** Starts a process with nothing of this one's environment. */
export function spawnParser(memoryMegabytes: number, withKernelLimits: boolean): ChildProcess {
  const flags = [
    `--max-old-space-size=${Math.round(memoryMegabytes * HEAP_SHARE)}`,
    '--disallow-code-generation-from-strings',
  ];
  const isWrapped = PRLIMIT !== undefined && withKernelLimits;
  return fork(ENTRY_FILE, [String(memoryMegabytes)], {
    ...(isWrapped
      ? { execPath: PRLIMIT, execArgv: [...KERNEL_LIMITS, process.execPath, ...flags] }
      : { execArgv: flags }),
    // Without this, each thread of the allocator's sets aside addresses of its own.
    env: { MALLOC_ARENA_MAX: '2', TZ: 'UTC' },
    cwd: '/',
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}
