import { Shown } from '../../../platform/http/view-fields';

export class UserView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  id!: string;

  @Shown({ example: 'ada@example.com' })
  email!: string;

  @Shown({ example: 'Ada Lovelace' })
  name!: string;

  @Shown({ example: '2026-11-21T10:00:00.000Z' })
  createdAt!: string;

  @Shown({ example: 'gpt-4o-mini', nullable: true })
  preferredModel!: string | null;

  @Shown({ example: 'en-GB', nullable: true, description: 'As BCP 47 writes it.' })
  locale!: string | null;

  @Shown({ example: true, description: 'False for those who sign in by mail or at another provider only.' })
  hasPassword!: boolean;

  @Shown({ example: false, description: 'Whether signing in takes a code of an authenticator app.' })
  hasSecondFactor!: boolean;

  @Shown({ example: false, description: 'Whether this person also administers the platform.' })
  isAdministrator!: boolean;
}
