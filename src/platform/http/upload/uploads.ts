import { createHash } from 'node:crypto';
import { type FastifyRequest } from 'fastify';

/** A file as it came in the body of a request. */
export interface Upload {
  readonly name: string | null;
  readonly declaredType: string | null;
  readonly bytes: Uint8Array;
}

const uploads = new WeakMap<FastifyRequest, Upload>();

export function rememberUpload(request: FastifyRequest, upload: Upload): void {
  uploads.set(request, upload);
}

/** Null where the request brought none. */
export function uploadOf(request: FastifyRequest): Upload | null {
  return uploads.get(request) ?? null;
}

/** Tells two uploads apart where the fields beside them are the same. */
export function digestOfUpload(request: FastifyRequest): string {
  const upload = uploads.get(request);
  return upload ? createHash('sha256').update(upload.bytes).digest('base64url') : '';
}
