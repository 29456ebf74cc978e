/**
 * The same for every processor. A worker starts only when the process has the worker role, so it never
 * starts by itself. A job whose worker was killed is found within seconds, and being killed twice must
 * not fail it: attempts count the job's own failures, not the machine's.
 */
export const WORKER_OPTIONS = {
  autorun: false,
  lockDuration: 10_000,
  stalledInterval: 5_000,
  maxStalledCount: 20,
} as const;
