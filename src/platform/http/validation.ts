import { type ArgumentMetadata, ValidationPipe, type ValidationPipeOptions } from '@nestjs/common';
import { type ValidationError } from 'class-validator';
import { DomainError, type FieldProblem } from '../../kernel/domain-error';
import { isOpenForm } from './open-form';

const MOST_PROBLEMS = 50;

const OPTIONS: ValidationPipeOptions = {
  whitelist: true,
  transform: true,
  stopAtFirstError: false,
  validationError: { target: false, value: false },
  exceptionFactory: (errors) => validationFailed(errors.flatMap((error) => problemsOf(error, ''))),
};

/** Unknown fields are refused, never ignored, but in open forms; all problems are told at once. */
export function createValidationPipe(): ValidationPipe {
  return new FormPipe({ ...OPTIONS, forbidNonWhitelisted: true });
}

class FormPipe extends ValidationPipe {
  private readonly open = new ValidationPipe(OPTIONS);

  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (isOpenForm(metadata.metatype)) return this.open.transform(value, metadata);
    return super.transform(value, metadata);
  }
}

function validationFailed(errors: readonly FieldProblem[]): DomainError {
  return new DomainError({
    kind: 'invalid',
    code: 'validation_failed',
    detail: errors.length === 1 ? 'One field is not valid.' : 'Some fields are not valid.',
    errors: errors.slice(0, MOST_PROBLEMS),
  });
}

function problemsOf(error: ValidationError, parent: string): FieldProblem[] {
  const path = pathOf(parent, error.property);
  const { nestedValidation, ...own } = error.constraints ?? {};
  // A value of the wrong type breaks its own rule and the nested one: one message says it.
  const messages = Object.entries(own).length > 0 || !nestedValidation ? own : { nestedValidation };
  return [
    ...Object.entries(messages).map(([rule, message]) => ({ path, message: wordsFor(rule, message) })),
    ...(error.children ?? []).flatMap((child) => problemsOf(child, path)),
  ];
}

function pathOf(parent: string, property: string | undefined): string {
  if (property === undefined) return parent;
  if (!parent) return property;
  return /^\d+$/.test(property) ? `${parent}[${property}]` : `${parent}.${property}`;
}

function wordsFor(rule: string, message: string): string {
  if (rule === 'whitelistValidation') return 'is not a known field';
  return rule === 'unknownValue' ? 'must be an object' : message;
}
