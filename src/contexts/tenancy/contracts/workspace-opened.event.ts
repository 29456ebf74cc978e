import { type DomainEvent } from '../../../kernel/domain-event';

export class WorkspaceOpened implements DomainEvent {
  static readonly type = 'tenancy.workspace-opened.v1';
  readonly aggregateId: string;

  constructor(
    readonly workspaceId: string,
    readonly ownerId: string,
    readonly name: string,
  ) {
    this.aggregateId = workspaceId;
  }
}
