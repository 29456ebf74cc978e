import { type DomainEvent } from '../../../kernel/domain-event';

export class OwnershipTransferred implements DomainEvent {
  static readonly type = 'tenancy.ownership-transferred.v1';
  readonly aggregateId: string;

  constructor(
    readonly workspaceId: string,
    readonly formerOwnerId: string,
    readonly ownerId: string,
  ) {
    this.aggregateId = workspaceId;
  }
}
