import { OneOf, Uuid } from '../../../platform/http/fields';
import { MEMBER_ROLES, type MemberRole } from '../contracts/member-role';

export class ChangeMemberBody {
  @OneOf(MEMBER_ROLES, { example: 'member' })
  role!: MemberRole;
}

export class TransferOwnershipBody {
  @Uuid({ description: 'The member who becomes the owner.' })
  userId!: string;
}
