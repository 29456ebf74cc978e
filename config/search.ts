import { totalmem } from 'node:os';
import { type VariableReader } from './reader';
import { type SearchSettings } from './settings';

const MB = 1024 * 1024;
const LEAST_MB = 16;
const MOST_MB_UNASKED = 1_024;
const SHARE_OF_MEMORY = 0.25;

export function readSearch(read: VariableReader): SearchSettings {
  const unasked = defaultIndexMb(Math.min(totalmem(), process.constrainedMemory() || Infinity));
  return {
    indexMemoryBytes: read.integer('SEARCH_INDEX_MEMORY_MB', unasked, [LEAST_MB, 1_048_576]) * MB,
    indexIdleMs: read.integer('SEARCH_INDEX_IDLE_SECONDS', 600, [1, 86_400]) * 1_000,
  };
}

/** A share of what the machine, or the container, has: the rest is for everything else. */
export function defaultIndexMb(memoryBytes: number): number {
  const share = Math.floor((memoryBytes * SHARE_OF_MEMORY) / MB);
  return Math.min(MOST_MB_UNASKED, Math.max(LEAST_MB, share));
}
