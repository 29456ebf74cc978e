import { Text, Uuid } from '../../../platform/http/fields';
import { TOTP } from './credential-fields';

const TOKEN = {
  max: 8_000,
  example: 'eyJhbGciOiJSUzI1NiIsImtpZCI6ImsxIn0.eyJzdWIiOiJ1c2VyXzEyMyJ9.c2lnbmF0dXJl',
  description: 'An ID token of the identity provider.',
};

export class ExternalSignInBody {
  @Text(TOKEN)
  token!: string;

  @Uuid({ optional: true, description: 'Where to stand; without it, the longest-standing membership.' })
  workspaceId?: string;

  @Text(TOTP)
  totp?: string;
}

export class LinkIdentityBody {
  @Text(TOKEN)
  token!: string;
}
