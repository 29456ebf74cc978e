import { Email, Text, Uuid } from '../../../platform/http/fields';
import { CAPTCHA, NEW_PASSWORD, PASSWORD, TOTP } from './credential-fields';

export class OnboardingBody {
  @Email()
  email!: string;

  @Text(NEW_PASSWORD)
  password!: string;

  @Text({ max: 120, example: 'Ada Lovelace' })
  name!: string;

  @Text({ max: 120, example: 'Acme Support' })
  workspaceName!: string;
}

export class LoginBody {
  @Email()
  email!: string;

  @Text(PASSWORD)
  password!: string;

  @Uuid({ optional: true, description: 'Where to stand; without it, the longest-standing membership.' })
  workspaceId?: string;

  @Text(TOTP)
  totp?: string;

  @Text(CAPTCHA)
  captcha?: string;
}

export class RefreshTokenBody {
  @Text({ optional: true, max: 200, example: 'prt_kUjr8vGm3eYxT1s0QZ4nWc7bLpDf2hAoRi6MtVdS9Xg' })
  refreshToken?: string;
}

export class SwitchBody {
  @Uuid()
  workspaceId!: string;
}
