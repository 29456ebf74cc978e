import { type Passage } from '../planner';
import { type Guardrails } from './guardrails';
import { injectionIn } from './injection';
import { type Verdict } from './verdict';

/** Documents come from outside: one that speaks to the agent is told of, or left out where that is wished. */
export function guardPassages(
  passages: readonly Passage[],
  { injection }: Guardrails,
): { readonly passages: readonly Passage[]; readonly verdicts: readonly Verdict[] } {
  if (injection === 'off') return { passages, verdicts: [] };
  const suspect = new Set(passages.filter(({ text }) => injectionIn(text) !== null));
  if (suspect.size === 0) return { passages, verdicts: [] };
  const note = `Passages that speak to the agent: ${suspect.size}.`;
  const verdicts = [{ name: 'injection', at: 'documents', action: injection, note }] as const;
  return {
    passages: injection === 'block' ? passages.filter((one) => !suspect.has(one)) : passages,
    verdicts,
  };
}
