import { type RunRecord } from './run-record';

/** What one run may take, all its steps together. */
export abstract class RunLimits {
  /** Decisions of planners. */
  abstract readonly steps: number;
  abstract readonly tokens: number;
  abstract readonly costUsd: number;
  abstract readonly milliseconds: number;
}

export type ExceededLimit = 'steps' | 'tokens' | 'cost' | 'time';

/** Which limit forbids another step; null: none. What is spent is known after a call only: the last one may go over. */
export function exceededLimit(record: RunRecord, limits: RunLimits, now: Date): ExceededLimit | null {
  const { inputTokens, outputTokens, costUsd } = record.usage;
  if (record.steps.length >= limits.steps) return 'steps';
  if (inputTokens + outputTokens >= limits.tokens) return 'tokens';
  if ((costUsd ?? 0) >= limits.costUsd) return 'cost';
  return now.getTime() - record.since.getTime() >= limits.milliseconds ? 'time' : null;
}
