import { type Clock } from '../../../kernel/clock';
import {
  type Decision,
  type Planner,
  type PlannerName,
  type PlanProgress,
  type PlanRequest,
} from './planner';

export interface PlannerAttempt {
  readonly planner: PlannerName;
  readonly result: 'answered' | 'failed' | 'cooling_down';
  readonly milliseconds: number;
  readonly error: string | null;
}

export interface PlanOutcome {
  readonly planner: PlannerName;
  readonly decision: Decision;
  readonly attempts: readonly PlannerAttempt[];
}

/**
 * Asks the planners in order until one answers. One that failed is left alone for a while, so that its
 * timeout is not paid again on every message. The last one must not fail.
 */
export class PlannerChain {
  private readonly coolUntil = new Map<PlannerName, number>();

  constructor(
    private readonly planners: readonly Planner[],
    private readonly cooldownMs: number,
    private readonly clock: Clock,
  ) {}

  async plan(request: PlanRequest, progress: PlanProgress): Promise<PlanOutcome> {
    const attempts: PlannerAttempt[] = [];
    for (const planner of this.planners) {
      const startedAt = this.now();
      if ((this.coolUntil.get(planner.name) ?? 0) > startedAt) {
        attempts.push({ planner: planner.name, result: 'cooling_down', milliseconds: 0, error: null });
        continue;
      }
      try {
        const decision = onlyKnownCitations(await planner.plan(request, progress), request);
        attempts.push({
          planner: planner.name,
          result: 'answered',
          milliseconds: this.now() - startedAt,
          error: null,
        });
        return { planner: planner.name, decision, attempts };
      } catch (error) {
        // A caller that went away says nothing about the planner.
        progress.signal.throwIfAborted();
        this.coolUntil.set(planner.name, this.now() + this.cooldownMs);
        const milliseconds = this.now() - startedAt;
        attempts.push({
          planner: planner.name,
          result: 'failed',
          milliseconds,
          error: (error as Error).message,
        });
      }
    }
    throw new Error('No planner answered, though the last one always should');
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}

function onlyKnownCitations(decision: Decision, { passages }: PlanRequest): Decision {
  const known = new Set(passages.map((passage) => passage.chunkId));
  return { ...decision, citedChunkIds: decision.citedChunkIds.filter((id) => known.has(id)) };
}
