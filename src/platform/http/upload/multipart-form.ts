import { type Multipart, type MultipartFile } from '@fastify/multipart';
import { type FastifyRequest } from 'fastify';
import { DomainError, type FieldProblem } from '../../../kernel/domain-error';
import { Problem, problemOfStatus } from '../problem';
import { type Upload } from './uploads';

export interface MultipartForm {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly file: Upload | null;
}

export interface MultipartShape {
  /** The name of the part that is the file. */
  readonly file: string;
  /** Fields whose text is JSON. */
  readonly json: readonly string[];
}

const LIMITS = {
  files: 1,
  fields: 30,
  parts: 32,
  fieldNameSize: 100,
  fieldSize: 64 * 1024,
  headerPairs: 100,
};

/** Reads the whole form: one file at most, no bigger than a body may be, and fields of text or JSON. */
export async function readMultipart(
  request: FastifyRequest,
  shape: MultipartShape,
  mostBytes: number,
): Promise<MultipartForm> {
  const fields = new Map<string, unknown>();
  let file: Upload | null = null;
  try {
    for await (const part of request.parts({ limits: { ...LIMITS, fileSize: mostBytes } })) {
      if (part.type === 'file') file = await fileOf(part, shape);
      else addField(fields, part, shape);
    }
  } catch (error) {
    throw problemWith(error);
  }
  return { fields: Object.fromEntries(fields), file };
}

async function fileOf(part: MultipartFile, shape: MultipartShape): Promise<Upload> {
  const bytes = await part.toBuffer();
  if (part.fieldname !== shape.file) throw unfit({ path: part.fieldname, message: 'is not a known field' });
  return { name: part.filename || null, declaredType: part.mimetype || null, bytes };
}

function addField(fields: Map<string, unknown>, part: Multipart, { json }: MultipartShape): void {
  if (part.type !== 'field') return;
  const { fieldname, value } = part;
  if (fields.has(fieldname)) throw unfit({ path: fieldname, message: 'must be given once' });
  fields.set(fieldname, json.includes(fieldname) ? parsed(fieldname, String(value)) : value);
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unfit({ path, message: 'must be JSON' });
  }
}

function unfit(problem: FieldProblem): DomainError {
  const detail = 'One field is not valid.';
  return new DomainError({ kind: 'invalid', code: 'validation_failed', detail, errors: [problem] });
}

/** What the parser itself refuses carries a status; what else goes wrong while reading is a broken form. */
function problemWith(error: unknown): unknown {
  if (error instanceof DomainError || error instanceof Problem) return error;
  const { statusCode } = error as { statusCode?: number };
  if (statusCode === 413) return problemOfStatus(413);
  return new DomainError({
    kind: 'invalid',
    code: 'malformed_form',
    detail: 'The body is not a multipart form that can be read.',
  });
}
