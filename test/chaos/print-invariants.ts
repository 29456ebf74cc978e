import { type Invariant } from './invariants';

const PROBLEMS_SHOWN = 5;

/** A line for each, with the first of its problems; whether all of them hold. */
export function printInvariants(invariants: readonly Invariant[]): boolean {
  for (const { name, problems } of invariants) {
    console.log(`  ${problems.length === 0 ? 'ok    ' : 'FAILED'} ${name}`);
    for (const problem of problems.slice(0, PROBLEMS_SHOWN)) console.log(`           ${problem}`);
    if (problems.length > PROBLEMS_SHOWN)
      console.log(`           and ${problems.length - PROBLEMS_SHOWN} more`);
  }
  return invariants.every(({ problems }) => problems.length === 0);
}

/** For what ends a run itself. */
export function brokenRun(error: unknown): Invariant[] {
  return [{ name: 'the run comes to its end', problems: [String(error)] }];
}
