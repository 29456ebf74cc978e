import { type Caller } from '../domain/caller';
import { type PastMessage } from '../domain/planner';
import { type Wishes } from '../domain/wishes';

export interface TurnInput {
  /** Also the id of the message, and of the conversation if the message starts one: a repeated turn repeats nothing. */
  readonly turnId: string;
  readonly agent: string;
  readonly message: string;
  readonly conversationId: string | null;
  /** What is wished for this time; left out: what others have chosen. */
  readonly model?: string | null;
  readonly caller: Caller;
  /** What was said before, from a caller who keeps that; left out: what the conversation has of it. */
  readonly history?: readonly PastMessage[];
  readonly wishes?: Wishes;
}
