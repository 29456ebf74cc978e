import { workerData } from 'node:worker_threads';

/**
 * Runs in a thread beside the parser, which may be deep in a loop and hear nothing: ends the process when it takes too
 * much memory, and when its parent is gone. Buffers and strings outside of the heap count as well, which no limit of
 * JavaScript's own holds.
 */
const LOOK_MS = 25;

const { mostBytes, parent } = workerData as { mostBytes: number; parent: number };

setInterval(() => {
  if (process.memoryUsage.rss() > mostBytes || process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}, LOOK_MS);
