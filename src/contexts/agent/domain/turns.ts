import { type Turn } from './turn';

export interface StartedTurn {
  /** False when a turn with this id exists already. */
  readonly isNew: boolean;
  /** What was said in the conversation before its latest messages; null: nothing is kept of it. */
  readonly summary: string | null;
}

export abstract class Turns {
  /** Stores a new turn, which is then held for as long as a run may take. */
  abstract start(turn: Turn): Promise<StartedTurn>;
  abstract find(workspaceId: string, id: string): Promise<Turn | null>;
  /** What was said in the conversation before its latest messages. */
  abstract summaryOf(turn: Turn): Promise<string | null>;
  abstract save(turn: Turn): Promise<void>;
  /** For whichever process is running it. */
  abstract askToCancel(workspaceId: string, id: string): Promise<void>;
}
