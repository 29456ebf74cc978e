export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'over_quota'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'gone'
  | 'unprocessable'
  | 'locked'
  | 'too_many'
  | 'unavailable';

export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

interface DomainErrorFields {
  readonly kind: ErrorKind;
  /** A stable machine word such as `invalid_credentials`; clients branch on it. */
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly FieldProblem[];
  readonly retryAfterSeconds?: number;
}

/** The one style of failure: a refusal that the caller is told about in plain words. */
export class DomainError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly errors: readonly FieldProblem[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(fields: DomainErrorFields) {
    super(fields.detail);
    this.name = 'DomainError';
    this.kind = fields.kind;
    this.code = fields.code;
    this.errors = fields.errors;
    this.retryAfterSeconds = fields.retryAfterSeconds;
  }
}

export function notFound(what: string): DomainError {
  return new DomainError({ kind: 'not_found', code: 'not_found', detail: `There is no such ${what}.` });
}
