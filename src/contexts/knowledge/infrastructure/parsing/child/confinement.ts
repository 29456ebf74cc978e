import { writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

const SMALL_THREAD = { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 2, codeRangeSizeMb: 8 };

/** What the process forbids itself before it sees its first document. */
export function confine(mostMegabytes: number): void {
  forbidNetwork();
  offerItselfToTheKernel();
  leaveSignalsToTheParent();
  new Worker(join(__dirname, 'watchdog.js'), {
    resourceLimits: SMALL_THREAD,
    workerData: { mostBytes: mostMegabytes * 1_000_000, parent: process.ppid },
  }).unref();
}

/** Every client of Node's opens its connections here. */
function forbidNetwork(): void {
  Socket.prototype.connect = () => {
    throw new Error('A parser has no network.');
  };
}

/** When memory runs out, rather this process than its neighbours. */
function offerItselfToTheKernel(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', '1000');
  } catch {
    // Not Linux.
  }
}

/** Ctrl-C and service managers tell the whole group; the parent knows whether a document is in hand. */
function leaveSignalsToTheParent(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
}
