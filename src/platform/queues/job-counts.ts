import { type Queue } from 'bullmq';

export interface JobCounts {
  readonly waiting: number;
  readonly delayed: number;
  readonly active: number;
  readonly completed: number;
  readonly failed: number;
  readonly paused: boolean;
}

const STATES = ['prioritized', 'delayed', 'active', 'completed', 'failed'] as const;
const NO_PRIORITY = 0;

/** On PostgreSQL nothing is said to wait while a queue is paused: the count by priority tells it all the same. */
export async function countJobs(queue: Queue): Promise<JobCounts> {
  const [counts, unprioritized, paused] = await Promise.all([
    queue.getJobCounts(...STATES),
    countWithoutPriority(queue),
    queue.isPaused(),
  ]);
  const of = (state: (typeof STATES)[number]) => counts[state] ?? 0;
  return {
    waiting: unprioritized + of('prioritized'),
    delayed: of('delayed'),
    active: of('active'),
    completed: of('completed'),
    failed: of('failed'),
    paused,
  };
}

export async function countWithoutPriority(queue: Queue): Promise<number> {
  const counts = await queue.getCountsPerPriority([NO_PRIORITY]);
  return counts[NO_PRIORITY] ?? 0;
}
