export const ACTIONS = ['kill', 'hang', 'throw', 'delete'] as const;
export type FaultAction = (typeof ACTIONS)[number];

/** What happens once, where: the nth time that a point is reached. */
export interface FaultPlan {
  /** Such as K9. */
  readonly point: string;
  readonly action: FaultAction;
  readonly occurrence: number;
}

/** From the process to us: the fault happens now. One that deletes waits until it is told to go on. */
export interface FaultReport {
  readonly reached: FaultPlan;
}

/** From us to the process. */
export type FaultOrder = { readonly arm: readonly FaultPlan[] } | { readonly goOn: true };

export const describePlan = ({ point, action, occurrence }: FaultPlan): string =>
  `${action} at ${point}, time ${occurrence}`;
