import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { DomainError, type FieldProblem } from '../../kernel/domain-error';
import { STATUS_OF } from './problem-status';
import { type ProblemView } from './problem.view';

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** A failure as the caller will see it, before it is tied to a request. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly errors?: readonly FieldProblem[],
    readonly retryAfterSeconds?: number,
  ) {
    super(detail);
  }
}

/** An earlier answer, given again to the letter. */
export class RenderedProblem extends Problem {
  constructor(
    status: number,
    readonly text: string,
  ) {
    super(status, 'replayed', '');
  }
}

interface StatusWords {
  readonly code: string;
  readonly detail: string;
}

const WORDS: Readonly<Record<number, StatusWords>> = {
  400: { code: 'invalid_request', detail: 'The request cannot be understood.' },
  401: { code: 'unauthenticated', detail: 'Sign in first.' },
  403: { code: 'forbidden', detail: 'You may not do this.' },
  404: { code: 'not_found', detail: 'There is nothing here.' },
  405: { code: 'method_not_allowed', detail: 'This path does not know that method.' },
  408: { code: 'request_timeout', detail: 'The request came too slowly.' },
  413: { code: 'payload_too_large', detail: 'The body is larger than this server takes.' },
  414: { code: 'uri_too_long', detail: 'The address is too long.' },
  415: { code: 'unsupported_media_type', detail: 'The body must be sent as application/json.' },
  429: { code: 'rate_limited', detail: 'Too many requests: wait for Retry-After seconds.' },
  431: { code: 'headers_too_large', detail: 'The headers are larger than this server takes.' },
  503: { code: 'unavailable', detail: 'Something that this needs is down. Try again.' },
};
const INTERNAL: StatusWords = { code: 'internal_error', detail: 'Something went wrong on our side.' };

export function problemOfStatus(status: number): Problem {
  const { code, detail } = WORDS[status] ?? (status < 500 ? WORDS[400]! : INTERNAL);
  return new Problem(status, code, detail);
}

/** Only our own refusals speak for themselves; what libraries say stays inside. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof DomainError) {
    return new Problem(
      STATUS_OF[error.kind],
      error.code,
      error.message,
      error.errors,
      error.retryAfterSeconds,
    );
  }
  return problemOfStatus(error instanceof HttpException ? error.getStatus() : 500);
}

export function renderProblem(problem: Problem, at: { requestId: string; instance: string }): ProblemView {
  return {
    type: 'about:blank',
    title: STATUS_CODES[problem.status] ?? 'Error',
    status: problem.status,
    detail: problem.message,
    instance: at.instance,
    code: problem.code,
    requestId: at.requestId,
    ...(problem.errors && { errors: [...problem.errors] }),
  };
}
