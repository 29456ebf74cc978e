import { Shown } from '../../../platform/http/view-fields';
import { MEMBER_ROLES, type MemberRole } from '../contracts/member-role';

export class InviteView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a12' })
  id!: string;

  @Shown({ example: 'grace@example.com' })
  email!: string;

  @Shown({ enum: MEMBER_ROLES, example: 'member' })
  role!: MemberRole;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10', description: 'The id of who sent it last.' })
  invitedBy!: string;

  @Shown({ example: '2026-11-21T10:00:00.000Z' })
  createdAt!: Date;

  @Shown({ example: '2026-11-28T10:00:00.000Z' })
  expiresAt!: Date;
}
