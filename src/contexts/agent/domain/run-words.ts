import { type Observation } from './observation';
import { type ExceededLimit } from './run-limits';

const LIMITS: Readonly<Record<ExceededLimit, string>> = {
  steps: 'it took more steps than one answer may have',
  tokens: 'it took more text than one answer may cost',
  cost: 'it would have cost more than one answer may',
  time: 'it took longer than one answer may',
};

/** What an agent says where no planner has the last word. */
export function wordsAtLimit(limit: ExceededLimit, observations: readonly Observation[]): string {
  const done = doneIn(observations);
  const soFar = done.length > 0 ? ` So far I have used ${done.join(', ')}.` : '';
  return `I could not finish this: ${LIMITS[limit]}.${soFar} Shall I bring in a person?`;
}

export function wordsAtPause(tool: string): string {
  return `Before I can use "${tool}", somebody has to approve it. I will go on as soon as that has happened.`;
}

/** The names of the tools that did what they were asked for, each once. */
export function doneIn(observations: readonly Observation[]): readonly string[] {
  const done = observations
    .filter(({ result }) => result.kind === 'done')
    .map(({ call }) => `"${call.name}"`);
  return [...new Set(done)];
}
