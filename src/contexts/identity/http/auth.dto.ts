import { Email, Text, Uuid } from '../../../platform/http/fields';

const PASSWORD = { max: 1_000, example: 'several unrelated words together' };

export class OnboardingBody {
  @Email()
  email!: string;

  @Text({ ...PASSWORD, description: '15 to 128 characters, of any kind; nothing that is easily guessed.' })
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
}

export class RefreshTokenBody {
  @Text({ optional: true, max: 200, example: 'prt_kUjr8vGm3eYxT1s0QZ4nWc7bLpDf2hAoRi6MtVdS9Xg' })
  refreshToken?: string;
}

export class SwitchBody {
  @Uuid()
  workspaceId!: string;
}
