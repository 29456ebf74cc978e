import { type DomainEvent } from '../../../kernel/domain-event';

/** Its name or its settings are others now. */
export class WorkspaceUpdated implements DomainEvent {
  static readonly type = 'tenancy.workspace-updated.v1';
  readonly aggregateId: string;

  constructor(readonly workspaceId: string) {
    this.aggregateId = workspaceId;
  }
}
