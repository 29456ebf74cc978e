import { type Turn } from './turn';

export abstract class Turns {
  /** Stores a new turn; false when a turn with this id exists already. */
  abstract start(turn: Turn): Promise<boolean>;
  abstract find(workspaceId: string, id: string): Promise<Turn | null>;
  abstract save(turn: Turn): Promise<void>;
}
