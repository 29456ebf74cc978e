export const FIELD_TYPES = [
  'text',
  'textarea',
  'number',
  'select',
  'multiselect',
  'color',
  'date',
  'file',
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

/** What an agent asks for. Which of the bounds fit is up to the type. */
export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  readonly required?: boolean;
  readonly help?: string;
  /** Of a number: its value. Of a multiselect: how many are chosen. */
  readonly min?: number;
  readonly max?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly options?: readonly string[];
  /** Media types of a file; without them any. */
  readonly accept?: readonly string[];
  readonly maxBytes?: number;
}

export type FormValues = Readonly<Record<string, unknown>>;

export const MOST_FIELDS = 50;
export const MOST_FILES = 5;
export const MOST_OPTIONS = 100;
export const LONGEST_LABEL = 100;
export const LONGEST_OPTION = 200;
export const LONGEST_TEXT = 10_000;
export const LONGEST_MEDIA_TYPE = 127;
export const MOST_FILE_BYTES = 256 * 1_024;
/** Where the agent names none. */
const USUAL_LENGTH = { text: 1_000, textarea: LONGEST_TEXT } as const;

export const maxLengthOf = ({ type, maxLength }: FormField): number =>
  maxLength ?? (type === 'text' ? USUAL_LENGTH.text : USUAL_LENGTH.textarea);
