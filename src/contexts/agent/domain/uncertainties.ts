import { type Observation } from './observation';

/** What nobody can tell, said to the customer whatever the planner makes of it. */
export function uncertainties(observations: readonly Observation[]): readonly string[] {
  return observations
    .filter(({ result }) => result.kind === 'unknown')
    .map(({ call }) => `I cannot tell whether "${call.name}" went through, and have not tried it again.`);
}
