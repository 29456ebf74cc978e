import { DomainError } from '../../../kernel/domain-error';

export const invalidExternalToken = () =>
  new DomainError({
    kind: 'unauthenticated',
    code: 'invalid_external_token',
    detail: 'This token is not one of the identity provider, was not made for us or has expired.',
  });

export const emailNotVerified = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'email_not_verified',
    detail: 'The identity provider does not vouch for an e-mail address: verify it there first.',
  });

export const accountExists = () =>
  new DomainError({
    kind: 'conflict',
    code: 'account_exists',
    detail: 'There is an account with this e-mail address: sign in to it, and link the identity there.',
  });

export const identityTaken = () =>
  new DomainError({
    kind: 'conflict',
    code: 'identity_taken',
    detail: 'This identity is linked to another account.',
  });

export const identityProviderDown = () =>
  new DomainError({
    kind: 'unavailable',
    code: 'identity_provider_unavailable',
    detail: 'The identity provider’s keys cannot be read right now.',
    retryAfterSeconds: 10,
  });
