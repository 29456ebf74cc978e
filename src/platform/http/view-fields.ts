import { ApiProperty } from '@nestjs/swagger';
import { isUuid } from './fields';

interface ShownOptions {
  readonly example?: unknown;
  readonly type?: unknown;
  readonly nullable?: boolean;
  readonly optional?: boolean;
  readonly isArray?: boolean;
  readonly enum?: readonly string[];
  readonly description?: string;
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/**
 * A field of an answer. The type is read off the example where none is given: what the compiler
 * emits for `string | null` is only Object.
 */
export function Shown(options: ShownOptions = {}): PropertyDecorator {
  const { type, optional, enum: choices, ...rest } = options;
  const property: Record<string, unknown> = { ...rest, required: !optional };
  if (choices) property.enum = [...choices];
  else Object.assign(property, type === undefined ? readOff(options) : { type });
  return ApiProperty(property);
}

function readOff({ example, isArray }: ShownOptions): Record<string, unknown> {
  const sample: unknown = isArray && Array.isArray(example) ? example[0] : example;
  if (typeof sample === 'number') return { type: Number.isInteger(sample) ? 'integer' : 'number' };
  if (typeof sample === 'boolean') return { type: Boolean };
  if (typeof sample === 'object' && sample !== null) return { type: 'object', additionalProperties: true };
  if (typeof sample !== 'string') return {};
  if (isUuid(sample)) return { type: String, format: 'uuid' };
  return INSTANT.test(sample) ? { type: String, format: 'date-time' } : { type: String };
}
