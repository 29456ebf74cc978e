import { DomainError } from '../../../kernel/domain-error';

export const secondFactorExists = () =>
  new DomainError({
    kind: 'conflict',
    code: 'second_factor_exists',
    detail: 'This account has a second factor. Disable it before another one is set up.',
  });

export const noSecondFactor = () =>
  new DomainError({
    kind: 'conflict',
    code: 'no_second_factor',
    detail: 'There is no second factor that this could be about: set one up first.',
  });

/** A code has a million values, so nobody gets many tries. */
export const codesLocked = (seconds: number) =>
  new DomainError({
    kind: 'locked',
    code: 'account_locked',
    detail: 'Too many wrong codes of the second factor: wait before the next one.',
    retryAfterSeconds: seconds,
  });

export const proofMissing = () =>
  new DomainError({
    kind: 'invalid',
    code: 'proof_required',
    detail: 'Send the password, a code of the second factor, or both.',
  });
