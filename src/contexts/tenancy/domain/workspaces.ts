import { type Workspace } from './workspace';

export abstract class Workspaces {
  /** Stores a new workspace; false when one with this id exists already. */
  abstract open(workspace: Workspace, now: Date): Promise<boolean>;
  abstract find(workspaceId: string): Promise<Workspace | null>;
  abstract save(workspace: Workspace, now: Date): Promise<void>;
}
