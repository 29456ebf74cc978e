import { type DomainEvent } from '../../../kernel/domain-event';
import { type MemberRole } from './member-role';

export class MemberRoleChanged implements DomainEvent {
  static readonly type = 'tenancy.member-role-changed.v1';
  readonly aggregateId: string;

  constructor(
    readonly workspaceId: string,
    readonly userId: string,
    readonly role: MemberRole,
  ) {
    this.aggregateId = workspaceId;
  }
}
