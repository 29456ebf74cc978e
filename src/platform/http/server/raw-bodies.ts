import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { problemOfStatus } from '../problem';

type Done = (error: Error | null, body?: unknown) => void;

/** A request as it came: whoever signed it has signed these bytes. */
export interface RawRequest {
  /** Path and query, as they were written. */
  readonly path: string;
  /** Of headers that came twice, all values. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: Buffer;
}

const RAW_BODY = 'rawBody';
const MOST_BYTES = 1024 * 1024;
const NOTHING = Buffer.alloc(0);

/** A route that takes any content, of 1 MB at most, and reads it itself. */
export function ReceivesRawBody(): MethodDecorator {
  return applyDecorators(
    RouteConfig({ [RAW_BODY]: true }),
    ApiConsumes('*/*'),
    ApiBody({ schema: { type: 'string', format: 'binary' }, description: 'Whatever the sender has signed.' }),
  );
}

export const RawRequestOf = createParamDecorator((_: unknown, context: ExecutionContext): RawRequest => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const body = Buffer.isBuffer(request.body) ? request.body : NOTHING;
  return { path: request.originalUrl, headers: headersOf(request), body };
});

export function takesRawBody(request: FastifyRequest): boolean {
  const config = request.routeOptions.config as { readonly [RAW_BODY]?: boolean };
  return config[RAW_BODY] === true;
}

/** Any content for the routes that take it; to all others it is refused unread. */
export function acceptRawBodies(instance: FastifyInstance): void {
  instance.addContentTypeParser('*', (request: FastifyRequest, payload, done: Done) => {
    if (!takesRawBody(request)) return done(problemOfStatus(415));
    collect(payload, done);
  });
}

export function keepRawBody(bytes: Buffer, done: Done): void {
  if (bytes.length > MOST_BYTES) done(problemOfStatus(413));
  else done(null, bytes);
}

/** Beyond the limit nothing is kept, and the answer is given without waiting for the rest. */
function collect(payload: NodeJS.ReadableStream, done: Done): void {
  const chunks: Buffer[] = [];
  let length = 0;
  const take = (chunk: Buffer) => {
    length += chunk.length;
    chunks.push(chunk);
    if (length > MOST_BYTES) finish(problemOfStatus(413));
  };
  const finish = (error: Error | null) => {
    payload.off('data', take).off('end', finishWell).off('error', finish);
    payload.resume();
    done(error, error ? undefined : Buffer.concat(chunks));
  };
  const finishWell = () => finish(null);
  payload.on('data', take).on('end', finishWell).on('error', finish);
}

function headersOf({ raw }: FastifyRequest): RawRequest['headers'] {
  const headers = Object.entries(raw.headersDistinct).map(([name, values = []]) => [name, values] as const);
  return Object.fromEntries(headers);
}
