export type FailureCause = 'rate_limited' | 'unavailable' | 'timeout' | 'refused' | 'unusable_answer';

/** What blames the question rather than the planner: the next question may go well. */
const OF_THE_QUESTION: ReadonlySet<FailureCause> = new Set(['refused', 'unusable_answer']);

/** A planner did not decide. What is not its own fault must not keep it from deciding for others. */
export class PlannerFailure extends Error {
  constructor(
    readonly failure: FailureCause,
    message: string,
    /** For how long it wants to be left alone; null where it does not say. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(message);
    this.name = 'PlannerFailure';
  }

  get isOfTheQuestion(): boolean {
    return OF_THE_QUESTION.has(this.failure);
  }
}
