import {
  type Decision,
  Planner,
  type PlannerName,
  type PlannerTarget,
  type PlanProgress,
  type PlanRequest,
} from '../../src/contexts/agent/domain/planner';
import { type Admission, PlannerHealth } from '../../src/contexts/agent/domain/planner-health';
import { Clock } from '../../src/kernel/clock';

export class FakeClock extends Clock {
  milliseconds = 1_000_000;
  now(): Date {
    return new Date(this.milliseconds);
  }
}

export class ScriptedPlanner extends Planner {
  asked = 0;
  constructor(
    readonly name: PlannerName,
    private readonly answer: (progress: PlanProgress, request: PlanRequest) => Promise<Decision>,
  ) {
    super();
  }
  plan(request: PlanRequest, progress: PlanProgress): Promise<Decision> {
    this.asked++;
    return this.answer(progress, request);
  }
}

interface Rest {
  readonly failures: number;
  readonly until: number;
  readonly isProbed: boolean;
}

/** What the shared one does, for one process and without a database. */
export class MemoryPlannerHealth extends PlannerHealth {
  private readonly rests = new Map<string, Rest>();

  constructor(
    private readonly clock: Clock,
    private readonly cooldownMs: number,
  ) {
    super();
  }

  admit(target: PlannerTarget): Promise<Admission> {
    const rest = this.rests.get(keyOf(target));
    if (!rest) return Promise.resolve('healthy');
    if (this.now() < rest.until || rest.isProbed) return Promise.resolve('cooling_down');
    this.rests.set(keyOf(target), { ...rest, isProbed: true });
    return Promise.resolve('probe');
  }

  noteFailure(target: PlannerTarget, retryAfterMs: number | null): Promise<void> {
    const failures = (this.rests.get(keyOf(target))?.failures ?? 0) + 1;
    const restMs = Math.max(this.cooldownMs, retryAfterMs ?? 0) * 2 ** (failures - 1);
    this.rests.set(keyOf(target), { failures, until: this.now() + restMs, isProbed: false });
    return Promise.resolve();
  }

  noteRecovery(target: PlannerTarget): Promise<void> {
    this.rests.delete(keyOf(target));
    return Promise.resolve();
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}

const keyOf = ({ planner, model }: PlannerTarget): string => `${planner}:${model}`;
