/** Enough that workers never wait for the next dispatch, however short the documents are. */
const WINDOW = 64;

/** How many of a workspace's documents have jobs at once. Where very many are in hand, none has more than half of the places. */
export function windowFor(concurrency: number): number {
  return concurrency > WINDOW ? Math.ceil(concurrency / 2) : WINDOW;
}

/** How many more than are in hand wait in the queue: as long as these last, a refill can wait. */
export function reserveFor(concurrency: number): number {
  return Math.max(0, windowFor(concurrency) - concurrency);
}
