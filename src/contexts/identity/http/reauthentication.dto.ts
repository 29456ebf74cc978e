import { Text } from '../../../platform/http/fields';
import { CAPTCHA, PASSWORD, TOTP } from './credential-fields';

export class ReauthenticateBody {
  @Text({ ...PASSWORD, optional: true })
  password?: string;

  @Text(TOTP)
  totp?: string;

  @Text(CAPTCHA)
  captcha?: string;
}
