import { createHash } from 'node:crypto';
import { type FastifyRequest } from 'fastify';
import { DomainError } from '../../../kernel/domain-error';
import { digestOfUpload } from '../upload/uploads';
import { canonicalJson } from './canonical-json';

const BARE = /^[\x21\x23-\x7e]{1,255}$/;
const QUOTED = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\]){1,255})"$/;

/** Bare, as most clients send it, or quoted, as the standard in the making has it. */
export function parseIdempotencyKey(header: string | string[]): string {
  const text = Array.isArray(header) ? header.join(', ') : header.trim();
  if (BARE.test(text)) return text;
  const quoted = QUOTED.exec(text)?.[1];
  if (quoted !== undefined) return quoted.replace(/\\(["\\])/g, '$1');
  throw new DomainError({
    kind: 'invalid',
    code: 'invalid_idempotency_key',
    detail:
      'An Idempotency-Key is 1 to 255 printable ASCII characters, with spaces only inside double quotes.',
  });
}

/** The same address, body and file, whatever the order of the body's keys. */
export function hashRequest(request: FastifyRequest): string {
  return createHash('sha256')
    .update(`${request.url}\n${canonicalJson(request.body)}${digestOfUpload(request)}`)
    .digest('base64url');
}
