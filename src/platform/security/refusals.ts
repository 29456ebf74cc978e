import { DomainError } from '../../kernel/domain-error';

/** To the caller nothing is there, as with any 'not found'; the audit log knows that something was refused. */
export class HiddenRefusal extends DomainError {
  constructor(what: string) {
    super({ kind: 'not_found', code: 'not_found', detail: `There is no such ${what}.` });
  }
}

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

export const apiKeyExpired = () =>
  unauthenticated('api_key_expired', 'The API key has expired: make a new one.');

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

export const scopeMissing = (scope: string | undefined) =>
  new DomainError({
    kind: 'forbidden',
    code: 'scope_missing',
    detail: scope ? `This API key is not made for ${scope}.` : 'API keys cannot do this.',
  });

export const workspaceSuspended = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'workspace_suspended',
    detail: 'This workspace has been suspended. Ask the platform’s operator.',
  });

export const secondFactorRequired = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'second_factor_required',
    detail: 'This needs a session with a second factor: set up one, or sign in with it.',
  });

export const signInAgain = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'recent_sign_in_required',
    detail: 'This needs a sign-in of the last five minutes: confirm who you are, then try again.',
  });
