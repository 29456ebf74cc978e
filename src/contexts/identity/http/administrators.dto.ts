import { Uuid } from '../../../platform/http/fields';

export class AppointAdministratorBody {
  @Uuid({ description: 'A person with an account here.' })
  userId!: string;
}
