import { DomainError, type FieldProblem } from '../../../kernel/domain-error';

const MOST_PROBLEMS = 50;

export const formExpired = () =>
  new DomainError({
    kind: 'gone',
    code: 'form_expired',
    detail: 'The time to fill this form in is over. Ask the agent for another one.',
  });

export const formSubmitted = () =>
  new DomainError({
    kind: 'conflict',
    code: 'form_submitted',
    detail: 'This form has been submitted already.',
  });

/** `parent` is the field of the request that the paths begin in. */
export const formInvalid = (problems: readonly FieldProblem[], parent = '') =>
  new DomainError({
    kind: 'invalid',
    code: 'validation_failed',
    detail: problems.length === 1 ? 'One field is not valid.' : 'Some fields are not valid.',
    errors: problems.slice(0, MOST_PROBLEMS).map(({ path, message }) => ({
      path: [parent, path].filter(Boolean).join('.'),
      message,
    })),
  });
