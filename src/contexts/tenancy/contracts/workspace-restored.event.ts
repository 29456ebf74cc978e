import { type DomainEvent } from '../../../kernel/domain-event';

export class WorkspaceRestored implements DomainEvent {
  static readonly type = 'tenancy.workspace-restored.v1';
  readonly aggregateId: string;

  constructor(
    readonly workspaceId: string,
    readonly restoredBy: string,
  ) {
    this.aggregateId = workspaceId;
  }
}
