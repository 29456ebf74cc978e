import { Shown } from '../../../platform/http/view-fields';
import { type UserDescription } from '../../identity/contracts/describe-users.query';
import { MEMBER_ROLES, type MemberRole } from '../contracts/member-role';

export class MemberView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  userId!: string;

  @Shown({ example: 'Ada Lovelace', nullable: true, description: 'Null for an account that was deleted.' })
  name!: string | null;

  @Shown({ example: 'ada@example.com', nullable: true })
  email!: string | null;

  @Shown({ enum: MEMBER_ROLES, example: 'member' })
  role!: MemberRole;

  @Shown({ example: '2026-11-21T10:00:00.000Z', description: 'Since when.' })
  createdAt!: Date;
}

export interface MemberRow {
  readonly id: string;
  readonly role: MemberRole;
  readonly createdAt: Date;
}

/** Membership is known here, names and addresses in identity. */
export function showMembers(rows: readonly MemberRow[], people: readonly UserDescription[]): MemberView[] {
  const known = new Map(people.map((person) => [person.id, person]));
  return rows.map(({ id, role, createdAt }) => {
    const person = known.get(id);
    return { userId: id, name: person?.name ?? null, email: person?.email ?? null, role, createdAt };
  });
}
