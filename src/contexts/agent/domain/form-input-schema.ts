import {
  FIELD_TYPES,
  type FormField,
  LONGEST_LABEL,
  LONGEST_MEDIA_TYPE,
  LONGEST_OPTION,
  LONGEST_TEXT,
  MOST_FIELDS,
  MOST_FILE_BYTES,
  MOST_OPTIONS,
} from './form-fields';
import { type JsonSchema } from './tool';

export interface FormInput {
  readonly title: string;
  readonly description?: string;
  readonly fields: readonly FormField[];
}

const text = (maxLength: number, description: string) => ({
  type: 'string',
  minLength: 1,
  maxLength,
  description,
});
const whole = (minimum: number, maximum: number, description: string) => ({
  type: 'integer',
  minimum,
  maximum,
  description,
});

const FIELD: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'label', 'type'],
  properties: {
    name: text(
      64,
      'A letter, then letters, digits and underscores; different from those of the other fields.',
    ),
    label: text(LONGEST_LABEL, 'What people read beside the field.'),
    type: { type: 'string', enum: [...FIELD_TYPES] },
    required: { type: 'boolean' },
    help: text(500, 'What people should know to fill it in.'),
    min: { type: 'number', description: 'Of a number its least value, of a multiselect how many at least.' },
    max: {
      type: 'number',
      description: 'Of a number its greatest value, of a multiselect how many at most.',
    },
    minLength: whole(0, LONGEST_TEXT, 'Of text and textarea.'),
    maxLength: whole(1, LONGEST_TEXT, 'Of text and textarea.'),
    options: {
      type: 'array',
      minItems: 1,
      maxItems: MOST_OPTIONS,
      uniqueItems: true,
      items: { type: 'string', minLength: 1, maxLength: LONGEST_OPTION },
      description: 'Of select and multiselect.',
    },
    accept: {
      type: 'array',
      minItems: 1,
      maxItems: 20,
      uniqueItems: true,
      items: { type: 'string', minLength: 3, maxLength: LONGEST_MEDIA_TYPE },
      description: 'Of a file: media types such as image/png, without wildcards.',
    },
    maxBytes: whole(1, MOST_FILE_BYTES, 'Of a file.'),
  },
};

/** What an agent says to have a form made: the input of its tool, and what a form is checked by once more. */
export const FORM_INPUT_SCHEMA: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['title', 'fields'],
  properties: {
    title: text(200, 'What the form is about.'),
    description: text(2_000, 'Why it has to be filled in.'),
    fields: { type: 'array', minItems: 1, maxItems: MOST_FIELDS, items: FIELD },
  },
};
