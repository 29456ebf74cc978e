import { DomainError, type FieldProblem } from '../../../kernel/domain-error';

export const emailTaken = () =>
  new DomainError({
    kind: 'conflict',
    code: 'email_taken',
    detail: 'There is an account with this e-mail address: sign in instead.',
  });

export type PasswordField = 'password' | 'newPassword';

export const weakPassword = (problems: readonly string[], path: PasswordField = 'password') =>
  new DomainError({
    kind: 'invalid',
    code: 'weak_password',
    detail: 'This password is too easy to guess.',
    errors: problems.map((message): FieldProblem => ({ path, message })),
  });

export const invalidCredentials = () =>
  new DomainError({
    kind: 'unauthenticated',
    code: 'invalid_credentials',
    detail: 'The e-mail address or the password is wrong.',
  });

export const totpRequired = () =>
  new DomainError({
    kind: 'unauthenticated',
    code: 'totp_required',
    detail: 'This account has a second factor: send its present code along as totp.',
  });

export const invalidCode = () =>
  new DomainError({
    kind: 'unauthenticated',
    code: 'invalid_credentials',
    detail: 'The code of the second factor is wrong.',
  });

export const captchaRequired = () =>
  new DomainError({
    kind: 'unauthenticated',
    code: 'captcha_required',
    detail: 'After several failures a captcha must be solved: send what it gives you along as captcha.',
  });

export const accountLocked = (seconds: number) =>
  new DomainError({
    kind: 'locked',
    code: 'account_locked',
    detail:
      'After too many failures nobody can sign in to this account from here for a while. A link by mail still works.',
    retryAfterSeconds: seconds,
  });

export const accountBusy = () =>
  new DomainError({
    kind: 'unavailable',
    code: 'account_busy',
    detail: 'Very many people try to sign in to this account at this moment. Try again.',
    retryAfterSeconds: 1,
  });

export const invalidLink = () =>
  new DomainError({
    kind: 'unauthenticated',
    code: 'invalid_link',
    detail: 'This link was used before, has expired or is not one of ours: ask for a new one.',
  });

export const currentPasswordMissing = () =>
  new DomainError({
    kind: 'invalid',
    code: 'current_password_required',
    detail: 'A password is changed with the present one.',
    errors: [{ path: 'currentPassword', message: 'must be given' }],
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

export const apiKeyExpiryRefused = (message: string) =>
  new DomainError({
    kind: 'invalid',
    code: 'invalid_expiry',
    detail: 'An API key lives for a year at most.',
    errors: [{ path: 'expiresAt', message }],
  });

export const tooManyApiKeys = (most: number) =>
  new DomainError({
    kind: 'conflict',
    code: 'too_many_api_keys',
    detail: `A workspace has at most ${most} API keys: revoke one that is not needed any more.`,
  });
