import { type Observation } from '../domain/observation';
import { type Passage, type PlanProgress } from '../domain/planner';

/** Whoever watches a turn while it runs; `signal` ends it when nobody waits for the answer any more. */
export interface TurnProgress extends PlanProgress {
  onStarted(turn: { readonly runId: string; readonly conversationId: string }): void;
  onRetrieved(passages: readonly Passage[]): void;
  onToolStarted?(tool: { readonly step: number; readonly name: string; readonly input: unknown }): void;
  onToolFinished?(observation: Observation): void;
}

/** A signal of its own for each turn: listeners on a shared one would pile up. */
export function unwatched(): TurnProgress {
  return {
    signal: new AbortController().signal,
    onToken: null,
    onStarted: () => undefined,
    onRetrieved: () => undefined,
  };
}
