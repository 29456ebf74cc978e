import { isUtf8 } from 'node:buffer';
import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { DomainError } from '../../../kernel/domain-error';
import { problemOfStatus } from '../problem';
import { outsizedShape } from './json-shape';
import { acceptRawBodies, keepRawBody, takesRawBody } from './raw-bodies';

type Done = (error: Error | null, body?: unknown) => void;

/** Besides forms with files JSON is the only body that is read, but by routes that take whatever somebody has signed. */
export function parseJsonBodies(instance: FastifyInstance): void {
  // Refuses __proto__ and constructor.prototype anywhere in the document.
  const parse = instance.getDefaultJsonParser('error', 'error');
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done: Done) => {
    const bytes = body as Buffer;
    if (takesRawBody(request)) return keepRawBody(bytes, done);
    if (bytes.length === 0) return done(null, undefined);
    if (isCompressed(request)) return done(problemOfStatus(415));
    if (!isUtf8(bytes)) return done(malformed());
    void parse(request, bytes.toString(), (error, value: unknown) => {
      if (error) return done(malformed());
      const shape = outsizedShape(value);
      if (shape) return done(malformed(shape));
      // Forms look into objects only: anything else would pass for one in which nothing is said.
      return isObject(value) ? done(null, value) : done(noObject());
    });
  });
  acceptRawBodies(instance);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCompressed(request: FastifyRequest): boolean {
  const encoding = request.headers['content-encoding'];
  return encoding !== undefined && encoding !== 'identity';
}

function noObject(): DomainError {
  const detail = 'The body must be a JSON object.';
  return new DomainError({ kind: 'invalid', code: 'validation_failed', detail });
}

function malformed(detail = 'The body is not JSON that can be read.'): DomainError {
  return new DomainError({ kind: 'invalid', code: 'malformed_json', detail });
}
