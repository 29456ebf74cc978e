import { type Caller } from './caller';
import { type FormField, type FormValues } from './form-fields';

export interface FormFile {
  readonly field: string;
  readonly name: string;
  readonly mediaType: string;
  readonly content: Buffer;
}

export interface FormSubmission {
  readonly id: string;
  readonly values: FormValues;
  readonly files: readonly FormFile[];
  /** With whose rights the agent goes on. */
  readonly caller: Caller;
  readonly submittedAt: Date;
}

interface FileValue {
  readonly name: string;
  readonly mediaType: string;
  readonly contentBase64: string;
}

/** Takes the bytes out of values that fit the fields; what is left says what they were. */
export function withoutBytes(
  fields: readonly FormField[],
  values: FormValues,
): Pick<FormSubmission, 'values' | 'files'> {
  const files = fields
    .filter(({ name, type }) => type === 'file' && values[name] !== undefined)
    .map(({ name }) => fileOf(name, values[name] as FileValue));
  const named = files.map(({ field, name, mediaType, content }) => [
    field,
    { name, mediaType, bytes: content.length },
  ]);
  return { files, values: { ...values, ...(Object.fromEntries(named) as FormValues) } };
}

function fileOf(field: string, { name, mediaType, contentBase64 }: FileValue): FormFile {
  return { field, name, mediaType, content: Buffer.from(contentBase64, 'base64') };
}
