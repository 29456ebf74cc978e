import { Shown } from '../../../platform/http/view-fields';

export class AdministratorView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  userId!: string;

  @Shown({ example: 'Ada Lovelace' })
  name!: string;

  @Shown({ example: 'ada@example.com' })
  email!: string;
}
