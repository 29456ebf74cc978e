import { type Passage, type PlanProgress } from '../planner';
import { GuardedTokens, judgesWholeReplies } from './guarded-tokens';
import { linkTargets } from './guarded-reply';
import { type Guardrails } from './guardrails';

type Listener = Pick<PlanProgress, 'onToken' | 'onDiscarded'>;

/** What may be read of a reply while it is being made. */
export interface TokenGate {
  /** For the planner. */
  readonly listener: Listener;
  /** When the reply is judged. */
  end(reply: string): void;
}

export function tokenGate(
  guardrails: Guardrails,
  passages: readonly Passage[],
  { onToken, onDiscarded }: Listener,
): TokenGate {
  if (onToken === null) return { listener: { onToken }, end: () => undefined };
  if (judgesWholeReplies(guardrails)) return { listener: { onToken: null }, end: onToken };
  if (guardrails.links === 'off') return { listener: { onToken, onDiscarded }, end: () => undefined };
  const tokens = new GuardedTokens(linkTargets(passages, guardrails), onToken);
  return {
    listener: {
      onToken: (token) => tokens.add(token),
      onDiscarded: () => {
        tokens.discard();
        onDiscarded?.();
      },
    },
    end: () => tokens.end(),
  };
}
