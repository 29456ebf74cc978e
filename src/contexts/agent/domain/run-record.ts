import { type Verdict } from './guardrails/verdict';
import { type Observation } from './observation';
import { type Decision, NO_USAGE, type Passage, type PlannerName, type Usage } from './planner';
import { type PlannerAttempt } from './planner-chain';

/** One decision of a planner, and what came of it. */
export interface TurnStep {
  readonly number: number;
  readonly planner: PlannerName;
  readonly reasoning: string;
  readonly usage: Usage;
  readonly milliseconds: number;
  /** Null: the decision was the reply. */
  readonly observation: Observation | null;
}

interface EarlierSteps {
  readonly steps: readonly TurnStep[];
  readonly attempts: readonly PlannerAttempt[];
}

/** What a run has done so far: what it is limited by, what it goes on from, and what is kept of it however it ends. */
export class RunRecord {
  readonly steps: TurnStep[] = [];
  readonly attempts: PlannerAttempt[] = [];
  passages: readonly Passage[] = [];
  /** What the passages were looked up with; null: nothing was looked up. */
  query: string | null = null;
  /** What the guardrails had to say about what went in. */
  verdicts: readonly Verdict[] = [];
  /** What was told word by word, of a reply that may never be finished. */
  told = '';

  constructor(readonly since: Date) {}

  /** Goes on where a run has stopped; only its time counts anew. */
  static continued(since: Date, { steps, attempts }: EarlierSteps): RunRecord {
    const record = new RunRecord(since);
    record.steps.push(...steps);
    record.attempts.push(...attempts);
    return record;
  }

  get observations(): Observation[] {
    return this.steps.flatMap(({ observation }) => observation ?? []);
  }

  get usage(): Usage {
    return this.steps.map(({ usage }) => usage).reduce(sum, NO_USAGE);
  }

  get failures(): number {
    return this.attempts.filter(({ result }) => result === 'failed').length;
  }

  /** Whether words from outside have come into the planner's sight. */
  get isTainted(): boolean {
    return this.passages.length > 0 || this.observations.some(({ result }) => result.kind === 'done');
  }

  note({ reasoning, usage }: Decision, planner: PlannerName, milliseconds: number): void {
    const number = this.steps.length + 1;
    this.steps.push({ number, planner, reasoning, usage, milliseconds, observation: null });
  }

  /** What came of the latest decision; a call that was waiting for somebody's approval is answered here too. */
  observe(observation: Observation): void {
    this.steps.push({ ...this.steps.pop()!, observation });
  }

  add(found: readonly Passage[]): void {
    const known = new Set(this.passages.map(({ chunkId }) => chunkId));
    this.passages = [...this.passages, ...found.filter(({ chunkId }) => !known.has(chunkId))];
  }
}

function sum(a: Usage, b: Usage): Usage {
  return {
    model: b.model ?? a.model,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    costUsd: a.costUsd === null || b.costUsd === null ? null : a.costUsd + b.costUsd,
  };
}
