import {
  type FormField,
  LONGEST_MEDIA_TYPE,
  LONGEST_OPTION,
  maxLengthOf,
  MOST_FILE_BYTES,
  MOST_OPTIONS,
} from './form-fields';
import { type JsonSchema } from './tool';

const DRAFT_2020_12 = 'https://json-schema.org/draft/2020-12/schema';
const COLOR = '^#[0-9a-fA-F]{6}$';
const BASE64 = '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$';
const FILE_NAME = '^[^\\u0000-\\u001f\\u007f/\\\\]+$';
const MEDIA_TYPE = '^[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*$';
/** Somebody is still typing: longer than any color or date that comes of it. */
const LONGEST_HALF_TYPED = 40;

/** What a submission has to be. The only statement of it: it is shown, and it is what values are checked by. */
export function schemaOf(fields: readonly FormField[]): JsonSchema {
  return {
    $schema: DRAFT_2020_12,
    type: 'object',
    additionalProperties: false,
    required: fields.filter(({ required }) => required).map(({ name }) => name),
    properties: propertiesOf(fields, (field) => ({ ...labelsOf(field), ...wholeValue(field) })),
  };
}

/** What can be kept of it meanwhile: of the right type and no larger, and otherwise as unfinished as people are. */
export function draftSchemaOf(fields: readonly FormField[]): JsonSchema {
  return { type: 'object', additionalProperties: false, properties: propertiesOf(fields, unfinishedValue) };
}

function propertiesOf(fields: readonly FormField[], schema: (field: FormField) => JsonSchema | false) {
  return Object.fromEntries(fields.map((field) => [field.name, schema(field)]));
}

function labelsOf({ label, help }: FormField): JsonSchema {
  return { title: label, ...(help !== undefined && { description: help }) };
}

function wholeValue(field: FormField): JsonSchema {
  switch (field.type) {
    case 'text':
    case 'textarea':
      return wholeText(field);
    case 'number':
      return {
        type: 'number',
        ...(field.min !== undefined && { minimum: field.min }),
        ...(field.max !== undefined && { maximum: field.max }),
      };
    case 'select':
      return { type: 'string', enum: field.options };
    case 'multiselect':
      return wholeChoice(field);
    case 'color':
      return { type: 'string', pattern: COLOR, examples: ['#3366ff'] };
    case 'date':
      return { type: 'string', format: 'date', examples: ['2026-11-24'] };
    case 'file':
      return wholeFile(field);
  }
}

function wholeText(field: FormField): JsonSchema {
  const { required = false, minLength = 0 } = field;
  const length = { minLength: Math.max(minLength, required ? 1 : 0), maxLength: maxLengthOf(field) };
  return { type: 'string', ...length, ...(required && { not: { pattern: '^\\s*$' } }) };
}

function wholeChoice({ required = false, min = 0, max, options = [] }: FormField): JsonSchema {
  return {
    type: 'array',
    items: { type: 'string', enum: options },
    uniqueItems: true,
    minItems: Math.max(min, required ? 1 : 0),
    maxItems: Math.min(max ?? options.length, options.length),
  };
}

function wholeFile({ accept, maxBytes = MOST_FILE_BYTES }: FormField): JsonSchema {
  const any = { maxLength: LONGEST_MEDIA_TYPE, pattern: MEDIA_TYPE, examples: ['image/png'] };
  return {
    type: 'object',
    additionalProperties: false,
    required: ['name', 'mediaType', 'contentBase64'],
    properties: {
      name: { type: 'string', minLength: 1, maxLength: 255, pattern: FILE_NAME, examples: ['photo.png'] },
      mediaType: { type: 'string', ...(accept ? { enum: accept } : any) },
      contentBase64: {
        type: 'string',
        contentEncoding: 'base64',
        minLength: 4,
        // Base64 counts in threes: up to two bytes more than asked for do no harm.
        maxLength: 4 * Math.ceil(maxBytes / 3),
        pattern: BASE64,
        examples: ['UGFybGV5'],
      },
    },
  };
}

function unfinishedValue(field: FormField): JsonSchema | false {
  switch (field.type) {
    case 'text':
    case 'textarea':
      return { type: 'string', maxLength: maxLengthOf(field) };
    case 'number':
      return { type: 'number' };
    case 'select':
      return { type: 'string', maxLength: LONGEST_OPTION };
    case 'multiselect':
      return { type: 'array', maxItems: MOST_OPTIONS, items: { type: 'string', maxLength: LONGEST_OPTION } };
    case 'color':
    case 'date':
      return { type: 'string', maxLength: LONGEST_HALF_TYPED };
    case 'file':
      // A file is there in whole or not at all: it comes with the submission.
      return false;
  }
}
