import { Query } from '@nestjs/cqrs';
import { type MemberRole } from './member-role';

/** Null when the person is no member, or the workspace is gone. */
export class FindMembership extends Query<MemberRole | null> {
  constructor(
    readonly workspaceId: string,
    readonly userId: string,
  ) {
    super();
  }
}
