import { type DomainEvent } from '../../../kernel/domain-event';

/** Gone for everybody, and still to be purged. */
export class WorkspaceDeleted implements DomainEvent {
  static readonly type = 'tenancy.workspace-deleted.v1';
  readonly aggregateId: string;

  constructor(
    readonly workspaceId: string,
    /** RFC 3339: until then it can be restored. */
    readonly purgeAfter: string,
  ) {
    this.aggregateId = workspaceId;
  }
}
