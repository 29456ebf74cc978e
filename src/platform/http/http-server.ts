import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { constants } from 'node:zlib';
import { type FastifyInstance, type FastifyReply } from 'fastify';
import { type Settings } from '../../../config/settings';
import { ParleyLogger } from '../telemetry/logging/parley.logger';
import { observeRequests } from '../telemetry/observe-requests';
import { requestContext } from '../telemetry/request-context';
import { BlockedAddresses } from './blocked-addresses/blocked-addresses';
import { refuseBlockedAddresses } from './blocked-addresses/blocked-addresses.hook';
import { problemOfStatus } from './problem';
import { type AddressedRequest, sendProblem } from './problem-filter';
import { limitAddresses } from './rate-limit/address-rate-limit.hook';
import { RateLimiter } from './rate-limit/rate-limiter';
import { RatePolicies } from './rate-limit/rate-policies';
import { answerClientError } from './server/client-errors';
import { endConnections } from './server/ended-connections';
import { parseJsonBodies } from './server/json-parser';
import { requestIdOf, RequestTracing } from './server/request-tracing';
import { securityHeadersOf, sendSecurityHeaders } from './server/security-headers';
import { closeSlowBodies } from './server/slow-bodies';
import { acceptMultipart } from './upload/multipart';
import { createValidationPipe } from './validation';

const GLOBAL_PREFIX = 'api/v1';

/** Pass it to NestFactory with `bodyParser: false`: it brings its own. */
export function createFastifyAdapter(settings: Settings): FastifyAdapter {
  return new FastifyAdapter({
    http: {
      maxHeaderSize: 16 * 1024,
      headersTimeout: 5_000,
      // Without it the timeouts are looked at every 30 s only.
      connectionsCheckingInterval: 1_000,
    },
    requestTimeout: 120_000,
    keepAliveTimeout: 72_000,
    connectionTimeout: 300_000,
    bodyLimit: settings.http.bodyLimitBytes,
    routerOptions: { maxParamLength: 256 },
    trustProxy: (_address, hop) => hop < settings.http.trustedProxies,
    return503OnClosing: false,
    // Nest middleware is not used, and its bridge costs every request.
    skipMiddie: true,
    genReqId: requestIdOf,
    clientErrorHandler: answerClientError,
    frameworkErrors: refuseUnroutable,
  });
}

/** What the router itself refuses, before any hook: an address that cannot be decoded or is too long. */
function refuseUnroutable(error: { statusCode?: number }, request: AddressedRequest, bare: unknown): void {
  const reply = bare as FastifyReply;
  void reply.headers(securityHeadersOf(reply.server)).header('x-request-id', request.id);
  sendProblem(reply, problemOfStatus(error.statusCode ?? 400), request);
}

/** Everything around the routes; call it before the application is initialised. */
export async function configureHttp(app: NestFastifyApplication, settings: Settings): Promise<void> {
  const instance = app.getHttpAdapter().getInstance();
  app.setGlobalPrefix(GLOBAL_PREFIX, { exclude: ['health', 'ready', '.well-known/jwks.json'] });
  app.useLogger(app.get(ParleyLogger));
  await sendSecurityHeaders(instance);
  observeRequests(instance, app);
  refuseBlockedAddresses(instance, app.get(BlockedAddresses));
  limitAddresses(instance, app.get(RateLimiter), app.get(RatePolicies));
  enterRequestContext(instance);
  parseJsonBodies(instance);
  closeSlowBodies(instance);
  endConnections(instance, settings.http.shutdownGraceMs);
  allowOrigins(app, settings.http.corsOrigins);
  await acceptMultipart(app);
  await app.register(cookie);
  await app.register(compress, {
    threshold: 1_024,
    encodings: ['br', 'gzip'],
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
    customTypes: /^(application\/(problem\+)?json|text\/(?!event-stream))/,
    globalDecompression: false,
  });
  app.useGlobalPipes(createValidationPipe());
}

/** After the body has been read, because its events come from another asynchronous context. */
function enterRequestContext(instance: FastifyInstance): void {
  instance.addHook('preValidation', (request, _reply, done) => {
    requestContext.run(new RequestTracing(request.id, request.headers.traceparent, request.ip), done);
  });
}

function allowOrigins(app: NestFastifyApplication, origins: readonly string[]): void {
  if (origins.length === 0) return;
  app.enableCors({
    origin: [...origins],
    credentials: true,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: ['X-Request-Id', 'RateLimit', 'RateLimit-Policy', 'Retry-After', 'Idempotency-Replayed'],
    maxAge: 600,
  });
}
