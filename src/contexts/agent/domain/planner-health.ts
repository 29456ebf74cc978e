import { type PlannerTarget } from './planner';

/** `probe`: it has failed before, and this one caller may find out whether it is back. */
export type Admission = 'healthy' | 'probe' | 'cooling_down';

/** Who has failed lately and is left alone: known to all instances alike. */
export abstract class PlannerHealth {
  abstract admit(target: PlannerTarget): Promise<Admission>;
  abstract noteFailure(target: PlannerTarget, retryAfterMs: number | null): Promise<void>;
  /** After a probe that went well. */
  abstract noteRecovery(target: PlannerTarget): Promise<void>;
}
