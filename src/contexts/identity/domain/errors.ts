import { DomainError, type FieldProblem } from '../../../kernel/domain-error';

export const emailTaken = () =>
  new DomainError({
    kind: 'conflict',
    code: 'email_taken',
    detail: 'There is an account with this e-mail address: sign in instead.',
  });

export const weakPassword = (problems: readonly string[]) =>
  new DomainError({
    kind: 'invalid',
    code: 'weak_password',
    detail: 'This password is too easy to guess.',
    errors: problems.map((message): FieldProblem => ({ path: 'password', message })),
  });

export const invalidCredentials = () =>
  new DomainError({
    kind: 'unauthenticated',
    code: 'invalid_credentials',
    detail: 'The e-mail address or the password is wrong.',
  });

const refreshRefused = (code: string, detail: string) =>
  new DomainError({ kind: 'unauthenticated', code, detail });

export const invalidRefreshToken = () =>
  refreshRefused('invalid_refresh_token', 'This refresh token is not one of ours: sign in again.');

export const refreshTokenExpired = () =>
  refreshRefused('refresh_token_expired', 'This refresh token has expired: sign in again.');

export const refreshTokenReused = () =>
  refreshRefused(
    'refresh_token_reused',
    'This refresh token was used before. Somebody may have stolen it, so the session has ended: sign in again.',
  );

export const refreshRaced = () =>
  new DomainError({
    kind: 'conflict',
    code: 'refresh_raced',
    detail: 'Another request has just used this refresh token. Use the tokens that it was given.',
  });
