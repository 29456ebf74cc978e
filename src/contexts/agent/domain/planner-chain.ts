import { type Clock } from '../../../kernel/clock';
import {
  type Decision,
  type Planner,
  type PlannerName,
  type PlannerTarget,
  type PlanProgress,
  type PlanRequest,
} from './planner';
import { PlannerFailure } from './planner-failure';
import { type PlannerHealth } from './planner-health';
import { wholeCharacters } from './whole-characters';

export interface PlannerAttempt extends PlannerTarget {
  readonly result: 'answered' | 'failed' | 'cooling_down' | 'skipped';
  readonly milliseconds: number;
  readonly error: string | null;
}

export interface PlanOutcome {
  readonly planner: PlannerName;
  readonly decision: Decision;
  readonly attempts: readonly PlannerAttempt[];
}

/** What a run has left for its planners. */
export interface PlanEffort {
  /** Failed attempts that it has had already. */
  readonly failures: number;
  /** Aborted when the time of the run is up. */
  readonly deadline: AbortSignal;
}

const MOST_FAILURES = 3;

interface Round {
  readonly request: PlanRequest;
  readonly progress: PlanProgress;
  readonly effort: PlanEffort;
  readonly attempts: PlannerAttempt[];
}

/**
 * Asks the planners in order until one answers. One that failed is left alone for a while, so that its
 * timeout is not paid again on every message. The last one must not fail, and is always asked.
 */
export class PlannerChain {
  constructor(
    private readonly planners: readonly Planner[],
    private readonly health: PlannerHealth,
    private readonly clock: Clock,
  ) {}

  async plan(request: PlanRequest, progress: PlanProgress, effort: PlanEffort): Promise<PlanOutcome> {
    const round = { request, progress, effort, attempts: [] };
    const { attempts } = round;
    for (const planner of this.planners.slice(0, -1)) {
      for (const target of planner.targets(request)) {
        const decision = await this.tryOut(planner, target, round);
        if (decision) return { planner: planner.name, decision, attempts };
      }
    }
    const last = this.planners.at(-1)!;
    const decision = await this.ask(last, last.targets(request)[0]!, progress, round);
    return { planner: last.name, decision, attempts };
  }

  /** Null: whoever is next is asked. */
  private async tryOut(planner: Planner, target: PlannerTarget, round: Round): Promise<Decision | null> {
    const { progress, effort, attempts } = round;
    const hindrance = hindranceOf(round);
    if (hindrance) {
      attempts.push({ ...target, result: 'skipped', milliseconds: 0, error: hindrance });
      return null;
    }
    const admission = await this.health.admit(target);
    if (admission === 'cooling_down') {
      attempts.push({ ...target, result: 'cooling_down', milliseconds: 0, error: null });
      return null;
    }
    const startedAt = this.now();
    const heard = overheard(progress, effort.deadline);
    try {
      const decision = await this.ask(planner, target, heard, round);
      if (admission === 'probe') await this.health.noteRecovery(target);
      return decision;
    } catch (error) {
      // A caller that went away says nothing about the planner.
      progress.signal.throwIfAborted();
      if (heard.hasSpoken()) progress.onDiscarded?.();
      const reason = effort.deadline.aborted ? OUT_OF_TIME : (error as Error).message;
      attempts.push({ ...target, result: 'failed', milliseconds: this.now() - startedAt, error: reason });
      if (!effort.deadline.aborted) await this.hold(target, error);
      return null;
    }
  }

  private async ask(
    planner: Planner,
    target: PlannerTarget,
    progress: PlanProgress,
    { request, attempts }: Round,
  ): Promise<Decision> {
    const startedAt = this.now();
    const decision = await planner.plan(request, progress, target);
    attempts.push({ ...target, result: 'answered', milliseconds: this.now() - startedAt, error: null });
    return onlyKnownCitations(storable(decision), request);
  }

  private async hold(target: PlannerTarget, error: unknown): Promise<void> {
    if (!(error instanceof PlannerFailure)) return this.health.noteFailure(target, null);
    if (!error.isOfTheQuestion) await this.health.noteFailure(target, error.retryAfterMs);
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}

const OUT_OF_TIME = 'The time of this run is up.';

/** The same progress, which also ends when the time is up, and knows whether a word was said. */
function overheard(
  { signal, onToken, onDiscarded }: PlanProgress,
  deadline: AbortSignal,
): PlanProgress & { hasSpoken(): boolean } {
  let hasSpoken = false;
  const listening = (token: string): void => {
    hasSpoken = true;
    onToken!(wholeCharacters(token));
  };
  return {
    signal: AbortSignal.any([signal, deadline]),
    onToken: onToken && listening,
    onDiscarded,
    hasSpoken: () => hasSpoken,
  };
}

/** Why nobody is asked any more but the last; null: nothing speaks against it. */
function hindranceOf({ effort, attempts }: Round): string | null {
  const failures = effort.failures + attempts.filter(({ result }) => result === 'failed').length;
  if (failures >= MOST_FAILURES) return `${MOST_FAILURES} attempts of this run have failed.`;
  return effort.deadline.aborted ? OUT_OF_TIME : null;
}

function storable(decision: Decision): Decision {
  const { reply, reasoning, tool } = decision;
  return {
    ...decision,
    reply: wholeCharacters(reply),
    reasoning: wholeCharacters(reasoning),
    tool: tool === null ? null : wholeCharacters(tool),
  };
}

function onlyKnownCitations(decision: Decision, { passages }: PlanRequest): Decision {
  const known = new Set(passages.map((passage) => passage.chunkId));
  return { ...decision, citedChunkIds: decision.citedChunkIds.filter((id) => known.has(id)) };
}
