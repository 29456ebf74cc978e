import { type AgentProfile } from '../domain/agent-profile';
import { type Caller } from '../domain/caller';
import { type PastMessage } from '../domain/planner';

/** What a turn is to answer, and for whom. */
export interface AskedTurn {
  readonly agent: AgentProfile;
  readonly caller: Caller;
  readonly question: string;
  readonly history: readonly PastMessage[];
  readonly summary: string | null;
  /** What was wished for this time; null: nothing. */
  readonly model: string | null;
  /** Somebody has been at this turn before, and has not finished it. */
  readonly isRepeated: boolean;
}
