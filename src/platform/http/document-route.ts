import { applyDecorators, HttpCode, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { type ErrorKind } from '../../kernel/domain-error';
import { STATUS_OF } from './problem-status';
import { ProblemView } from './problem.view';

const DESCRIPTIONS: Readonly<Record<ErrorKind, string>> = {
  invalid: 'The request is not valid.',
  unauthenticated: 'Nobody is signed in, or the credentials do not hold.',
  over_quota: 'The plan does not cover this.',
  forbidden: 'The caller may not do this.',
  not_found: 'There is no such thing in this workspace.',
  conflict: 'It contradicts the current state.',
  gone: 'It was here once and is no more.',
  unprocessable: 'Understood, and impossible.',
  locked: 'Locked for now.',
  too_many: 'Too many requests: wait for Retry-After seconds.',
  unavailable: 'Something that this needs is down: try again.',
};

/**
 * The route's answer: its status, here and in OpenAPI. `[View]` is a plain list. With several of
 * them, the uppermost is the status that is sent unless the method says otherwise.
 */
export function Answers(status: number, view?: Type | readonly [Type], description = ''): MethodDecorator {
  const isArray = Array.isArray(view);
  const type = (isArray ? view[0] : view) as Type | undefined;
  return applyDecorators(HttpCode(status), ApiResponse({ status, type, isArray, description }));
}

/** What can go wrong besides what goes wrong everywhere; those statuses are added by themselves. */
export function Problems(...kinds: readonly ErrorKind[]): MethodDecorator & ClassDecorator {
  return applyDecorators(ApiExtraModels(ProblemView), ...kinds.map(problem));
}

export function problemContent(): Record<string, { schema: { $ref: string } }> {
  return { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemView) } } };
}

function problem(kind: ErrorKind): MethodDecorator & ClassDecorator {
  return ApiResponse({ status: STATUS_OF[kind], description: DESCRIPTIONS[kind], content: problemContent() });
}
