import { Email, OneOf, Text } from '../../../platform/http/fields';
import { MEMBER_ROLES, type MemberRole } from '../contracts/member-role';

export class InviteMemberBody {
  @Email({ example: 'grace@example.com' })
  email!: string;

  @OneOf(MEMBER_ROLES, { example: 'member' })
  role!: MemberRole;
}

export class AcceptInviteBody {
  @Text({
    max: 200,
    example: 'pls_AZOPOnwee1qdHy9sjkt6EAAZOPOnwee1qdHy9sjkt6EAAZOPOnwee1qdHy9sjkt6EA',
    description: 'From the link in the mail.',
  })
  token!: string;
}
