import { DomainError } from '../../../kernel/domain-error';
import { type Credentials } from '../domain/channel-adapter';

/** While a secret is being changed, the newest comes first: that is the one to speak with. */
export function currentValue(credentials: Credentials, name: string): string {
  const value = credentials[name]?.[0];
  if (value) return value;
  throw new DomainError({
    kind: 'unprocessable',
    code: 'channel_not_configured',
    detail: `The channel has no ${name}.`,
  });
}
