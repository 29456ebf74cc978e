import { type Job, type Queue } from 'bullmq';
import { countWithoutPriority } from './job-counts';

/** Beyond so many kinds of urgency the answer is about the most urgent ones. */
const MOST_PRIORITIES = 20;

/**
 * When the job that waits longest was added, in milliseconds since 1970; null when none waits. A queue is asked for
 * a few single jobs, however long it is: within one priority they stand in the order of their arrival.
 */
export async function oldestWaitingAt(queue: Queue): Promise<number | null> {
  const added = [...(await endsOfList(queue)), ...(await headsOfPriorities(queue))].map(
    (job) => job.timestamp,
  );
  return added.length > 0 ? Math.min(...added) : null;
}

/** Both ends, as the two backends do not agree which of them is the first. */
async function endsOfList(queue: Queue): Promise<Job[]> {
  const length = await countWithoutPriority(queue);
  if (length === 0) return [];
  const ends = await Promise.all([0, length - 1].map((place) => queue.getJobs(['waiting'], place, place)));
  return ends.flat() as Job[];
}

/** Jobs of one priority stand together: the next priority begins behind as many as there are of this one. */
async function headsOfPriorities(queue: Queue): Promise<Job[]> {
  const heads: Job[] = [];
  for (let place = 0; heads.length < MOST_PRIORITIES;) {
    const [head] = (await queue.getJobs(['prioritized'], place, place, true)) as (Job | undefined)[];
    if (!head) break;
    heads.push(head);
    const alike = await queue.getCountsPerPriority([head.priority]);
    place += Math.max(alike[head.priority] ?? 0, 1);
  }
  return heads;
}
