import { type DomainEvent } from '../../../kernel/domain-event';
import { type MemberRole } from './member-role';

export class MemberJoined implements DomainEvent {
  static readonly type = 'tenancy.member-joined.v1';
  readonly aggregateId: string;

  constructor(
    readonly workspaceId: string,
    readonly userId: string,
    readonly role: MemberRole,
  ) {
    this.aggregateId = workspaceId;
  }
}
