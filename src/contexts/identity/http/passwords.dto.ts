import { Email, Text } from '../../../platform/http/fields';
import { CAPTCHA, LINK_SECRET, NEW_PASSWORD, PASSWORD } from './credential-fields';

export class ChangePasswordBody {
  @Text({
    ...PASSWORD,
    optional: true,
    description: 'Left out by those who have none yet; they must have signed in within five minutes.',
  })
  currentPassword?: string;

  @Text(NEW_PASSWORD)
  newPassword!: string;

  @Text(CAPTCHA)
  captcha?: string;
}

export class ForgottenPasswordBody {
  @Email()
  email!: string;
}

export class ResetPasswordBody {
  @Text(LINK_SECRET)
  token!: string;

  @Text(NEW_PASSWORD)
  password!: string;
}
