import { type DomainEvent } from '../../../kernel/domain-event';
import { type MemberRole } from './member-role';

export class MemberInvited implements DomainEvent {
  static readonly type = 'tenancy.member-invited.v1';
  readonly aggregateId: string;

  constructor(
    readonly workspaceId: string,
    readonly inviteId: string,
    readonly role: MemberRole,
    readonly invitedBy: string,
  ) {
    this.aggregateId = inviteId;
  }
}
