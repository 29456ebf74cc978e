import { type DomainEvent } from '../../../kernel/domain-event';

export class MemberRemoved implements DomainEvent {
  static readonly type = 'tenancy.member-removed.v1';
  readonly aggregateId: string;

  constructor(
    readonly workspaceId: string,
    readonly userId: string,
  ) {
    this.aggregateId = workspaceId;
  }
}
