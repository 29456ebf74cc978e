import { Query } from '@nestjs/cqrs';
import { type WorkspaceSummary } from './workspace-summary';

export const WORKSPACE_STATUSES = ['active', 'suspended', 'deleted'] as const;
export type WorkspaceStatus = (typeof WORKSPACE_STATUSES)[number];

export interface WorkspaceFilter {
  /** Part of the name or slug; null: whatever they are called. */
  readonly text: string | null;
  readonly status: WorkspaceStatus | null;
  /** Ids below this one, the highest first. */
  readonly below: string;
  readonly limit: number;
}

/** Across all tenants: only for operators. */
export class ListAllWorkspaces extends Query<WorkspaceSummary[]> {
  constructor(readonly filter: WorkspaceFilter) {
    super();
  }
}
