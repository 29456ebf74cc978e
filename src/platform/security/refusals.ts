import { DomainError } from '../../kernel/domain-error';

function unauthenticated(code: string, detail: string): DomainError {
  return new DomainError({ kind: 'unauthenticated', code, detail });
}

export const notAuthenticated = () =>
  unauthenticated('not_authenticated', 'Sign in first, and send the access token along.');

export const invalidToken = () => unauthenticated('invalid_token', 'The access token is not one of ours.');

export const tokenExpired = () =>
  unauthenticated('token_expired', 'The access token has expired: refresh it.');

export const sessionEnded = () => unauthenticated('session_ended', 'This session has ended: sign in again.');

export const invalidApiKey = () => unauthenticated('invalid_api_key', 'The API key is not valid.');

export const notAMember = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'not_a_member',
    detail: 'You are not a member of this workspace.',
  });

export const forbidden = () =>
  new DomainError({ kind: 'forbidden', code: 'forbidden', detail: 'Your role does not allow this.' });

export const csrfRefused = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'csrf_token_invalid',
    detail: 'With cookies, changes need the value of the csrf cookie in the header X-CSRF-Token.',
  });
