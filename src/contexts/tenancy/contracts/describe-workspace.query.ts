import { Query } from '@nestjs/cqrs';
import { type WorkspaceSummary } from './workspace-summary';

/** Of any tenant, deleted ones too: only for operators. Null when there is none. */
export class DescribeWorkspace extends Query<WorkspaceSummary | null> {
  constructor(readonly workspaceId: string) {
    super();
  }
}
