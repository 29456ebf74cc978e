import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { ValidateBy, type ValidationArguments } from 'class-validator';

export interface FieldOptions {
  readonly optional?: boolean;
  /** Null is a value of its own, such as "take it away" in a PATCH. */
  readonly nullable?: boolean;
  readonly description?: string;
  readonly example?: unknown;
}

/** What is wrong with the value, said to the caller; null when nothing is. */
export type Check = (value: unknown) => string | null;

/**
 * One rule per field, because class-validator pays per rule: presence, type and limits are one check,
 * and the same options describe the field in OpenAPI.
 */
export function field(check: Check, options: FieldOptions, schema: ApiPropertyOptions): PropertyDecorator {
  const { optional = false, nullable = false, description, example } = options;
  const complete: Check = (value) => {
    if (value === undefined) return optional ? null : 'is required';
    if (value === null && nullable) return null;
    return check(value);
  };
  const property = { ...schema, required: !optional, description, example } as ApiPropertyOptions;
  if (nullable) property.nullable = true;
  return applyDecorators(
    ValidateBy({
      name: 'field',
      validator: {
        validate: (value: unknown) => complete(value) === null,
        defaultMessage: (args?: ValidationArguments) => complete(args?.value) ?? 'is not valid',
      },
    }),
    ApiProperty(property),
  );
}
