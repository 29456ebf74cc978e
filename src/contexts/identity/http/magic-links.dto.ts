import { Email, Text } from '../../../platform/http/fields';
import { LINK_SECRET, TOTP } from './credential-fields';

export class MagicLinkBody {
  @Email()
  email!: string;
}

export class FollowMagicLinkBody {
  @Text(LINK_SECRET)
  token!: string;

  @Text(TOTP)
  totp?: string;
}
