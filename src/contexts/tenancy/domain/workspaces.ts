import { type Workspace } from './workspace';

export type Opening = 'opened' | 'exists' | 'owner_has_too_many';

export abstract class Workspaces {
  abstract open(workspace: Workspace, ownerId: string, now: Date): Promise<Opening>;
  abstract find(workspaceId: string): Promise<Workspace | null>;
  abstract save(workspace: Workspace, now: Date): Promise<void>;
  /** Whether this person owned the workspace when it was deleted, and it is not purged yet. */
  abstract isRestorable(workspaceId: string, ownerId: string, now: Date): Promise<boolean>;
  /** False when the owner would own too many, or when it is not deleted (any more). */
  abstract restore(workspaceId: string, ownerId: string, now: Date): Promise<boolean>;
}
