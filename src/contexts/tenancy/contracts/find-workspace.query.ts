import { Query } from '@nestjs/cqrs';
import { type WorkspaceSettings } from './workspace-settings';

export interface FoundWorkspace {
  readonly id: string;
  readonly name: string;
  readonly settings: WorkspaceSettings;
}

/** Null when there is no such workspace (any more). Remembered for long: permissions are asked by FindStanding. */
export class FindWorkspace extends Query<FoundWorkspace | null> {
  constructor(readonly workspaceId: string) {
    super();
  }
}
