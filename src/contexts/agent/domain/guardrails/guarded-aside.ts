import { guardReply } from './guarded-reply';
import { type Guardrails } from './guardrails';

/** What a planner says besides its reply, judged in the same way; null: nobody may hear it. */
export function guardAside(text: string, guardrails: Guardrails): string | null {
  const said = { reply: text, citedChunkIds: [], confidence: 0 };
  // There is nothing to be grounded in: an aside speaks of what is being done.
  const { reply, verdicts } = guardReply(said, [], { ...guardrails, groundedness: 'off' });
  return verdicts.some(({ action }) => action === 'block') || reply.trim() === '' ? null : reply;
}
