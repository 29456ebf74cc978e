import { DomainError } from '../../../kernel/domain-error';
import { type Upload } from '../../../platform/http/upload/uploads';
import { createValidationPipe } from '../../../platform/http/validation';
import { TrainingSetBody, type TrainingExampleBody } from './training-sets.dto';

const rules = createValidationPipe();

/** From the body or from the file; each example obeys the same rules, wherever it comes from. */
export async function examplesOf(
  { name, examples }: TrainingSetBody,
  file: Upload | null,
): Promise<TrainingExampleBody[]> {
  if ((examples === undefined) === (file === null)) {
    throw invalid('examples', file ? 'must be the only source' : 'is required, or a file in its place');
  }
  if (examples) return examples;
  const body = { name, examples: linesOf(file!) };
  const checked = (await rules.transform(body, {
    type: 'body',
    metatype: TrainingSetBody,
  })) as TrainingSetBody;
  return checked.examples!;
}

function linesOf({ bytes }: Upload): unknown[] {
  const lines = textOf(bytes).split('\n');
  return lines.flatMap((line, i) => (line.trim() === '' ? [] : [parsed(line, i + 1)]));
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalid('file', 'must be UTF-8 text');
  }
}

function parsed(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw invalid('file', `must have JSON in line ${number}`);
  }
}

function invalid(path: string, message: string): DomainError {
  const detail = 'One field is not valid.';
  return new DomainError({ kind: 'invalid', code: 'validation_failed', detail, errors: [{ path, message }] });
}
