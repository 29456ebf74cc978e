import { DomainError } from '../../kernel/domain-error';

/** Raised by platform.expect_changed(): the row was changed by somebody else in between. */
const STALE_VERSION = 'PV001';
const UNAVAILABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  '40001',
  '40P01',
  '57014',
  '55P03',
  '53300',
  '25006',
]);

/** Gives the failures that callers can act on a name; everything else stays what it is. */
export function toDomainError(error: unknown): unknown {
  const { code, message } = error as { code?: string; message?: string };
  if (code === STALE_VERSION) {
    return new DomainError({
      kind: 'conflict',
      code: 'concurrent_change',
      detail: 'Somebody else changed this at the same moment. Read it again and retry.',
    });
  }
  if (isUnavailable(code, message)) {
    return new DomainError({
      kind: 'unavailable',
      code: 'database_unavailable',
      detail: 'The database cannot be reached right now. Nothing was changed by this request.',
      retryAfterSeconds: 5,
    });
  }
  return error;
}

/** Two transactions waited for each other, and this one was ended for the other's sake. */
export function isDeadlock(error: unknown): boolean {
  return (error as { code?: string }).code === '40P01';
}

/** The constraint that a write ran into, for repositories that turn it into a domain error. */
export function violatedConstraint(error: unknown): string | undefined {
  const { code, constraint } = error as { code?: string; constraint?: string };
  return code === '23505' || code === '23503' ? constraint : undefined;
}

function isUnavailable(code: string | undefined, message: string | undefined): boolean {
  if (code !== undefined) return UNAVAILABLE.has(code) || code.startsWith('08') || code.startsWith('57P');
  return /timeout exceeded when trying to connect|Connection terminated|not queryable/.test(message ?? '');
}
