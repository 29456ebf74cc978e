import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Logger } from 'pino';
import { principalOf } from '../security/principal';

/** Asked every few seconds by machines: a line each would bury the others. */
const PROBES = new Set(['/health', '/ready', '/api/v1/observability/metrics']);

/** One line per request, when it is answered. The route's pattern stands for the address, which may hold anything. */
export class AccessLog {
  constructor(private readonly pino: Logger) {}

  note(request: FastifyRequest, reply: FastifyReply): void {
    const url = request.routeOptions.url ?? 'unmatched';
    const level = reply.statusCode >= 500 ? 'warn' : PROBES.has(url) ? 'debug' : 'info';
    if (!this.pino.isLevelEnabled(level)) return;
    const caller = principalOf(request);
    this.pino[level](
      {
        reqId: request.id,
        userId: caller?.userId ?? null,
        workspaceId: caller?.workspaceId ?? null,
        method: request.method,
        url,
        duration: Math.round(reply.elapsedTime * 100) / 100,
        statusCode: reply.statusCode,
      },
      'request completed',
    );
  }
}
