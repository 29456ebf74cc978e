import { Query } from '@nestjs/cqrs';
import { type MemberRole } from './member-role';

export interface Membership {
  readonly workspaceId: string;
  readonly workspaceName: string;
  readonly role: MemberRole;
}

/** The workspaces of one person, the longest-standing first. */
export class ListMemberships extends Query<readonly Membership[]> {
  constructor(readonly userId: string) {
    super();
  }
}
