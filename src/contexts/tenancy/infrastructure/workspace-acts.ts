import { type DomainEvent } from '../../../kernel/domain-event';
import { audited, type AuditedAct } from '../../../platform/audit/audited';
import { type Statement } from '../../../platform/database/sql';
import { MemberRemoved } from '../contracts/member-removed.event';
import { MemberRoleChanged } from '../contracts/member-role-changed.event';
import { OwnershipTransferred } from '../contracts/ownership-transferred.event';
import { WorkspaceOpened } from '../contracts/workspace-opened.event';

/** The audit log of a workspace says what its events say. */
export function auditedActs(events: readonly DomainEvent[]): Statement[] {
  return events.flatMap((event) => actOf(event) ?? []).map(audited);
}

function actOf(event: DomainEvent): AuditedAct | null {
  if (event instanceof WorkspaceOpened) {
    return {
      action: 'tenancy.workspace_opened',
      subject: { kind: 'workspace', id: event.workspaceId },
      actor: { kind: 'user', id: event.ownerId },
    };
  }
  if (event instanceof MemberRoleChanged) {
    const { role, userId } = event;
    return { action: 'tenancy.member_role_changed', subject: { kind: 'user', id: userId }, detail: { role } };
  }
  if (event instanceof MemberRemoved) {
    return { action: 'tenancy.member_removed', subject: { kind: 'user', id: event.userId } };
  }
  if (event instanceof OwnershipTransferred) {
    const detail = { formerOwnerId: event.formerOwnerId };
    return { action: 'tenancy.ownership_transferred', subject: { kind: 'user', id: event.ownerId }, detail };
  }
  return null;
}
