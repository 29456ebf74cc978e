import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { DomainError } from '../../kernel/domain-error';
import { Denials } from '../audit/denials';
import { type RoutedRequest, voiceOf } from './failure-voice';
import {
  type Problem,
  PROBLEM_TYPE,
  problemOf,
  problemOfStatus,
  RenderedProblem,
  renderProblem,
} from './problem';
import { AllowedMethods } from './server/allowed-methods';

const JSON_TYPE = 'application/json; charset=utf-8';

export type AddressedRequest = Pick<FastifyRequest, 'id' | 'url'> & RoutedRequest;

/** The one place where a failure becomes an answer: RFC 9457 or the route's own voice, and nothing internal in it. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('Http');

  constructor(
    private readonly allowed: AllowedMethods,
    private readonly denials: Denials,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const problem = this.verbOr404(problemOf(error), request, reply);
    this.denials.note(problem, error, request, reply);
    if (hasLeft(error, request)) return;
    if (problem.status >= 500 && !(error instanceof DomainError)) {
      this.log.error({ err: error, reqId: request.id }, 'request failed');
    }
    // A stream has begun: its status is out, so the only honest end is a broken connection.
    if (reply.sent || reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    sendProblem(reply, problem, request);
  }

  private verbOr404(problem: Problem, request: FastifyRequest, reply: FastifyReply): Problem {
    if (problem.status !== 404 || !request.is404) return problem;
    const methods = this.allowed.of(pathOf(request));
    if (methods.length === 0) return problem;
    void reply.header('allow', methods.join(', '));
    return problemOfStatus(405);
  }
}

export function sendProblem(reply: FastifyReply, problem: Problem, request: AddressedRequest): void {
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer realm="parley"');
  if (problem.retryAfterSeconds !== undefined) {
    void reply.header('retry-after', String(Math.max(1, Math.ceil(problem.retryAfterSeconds))));
  }
  const text = problem instanceof RenderedProblem ? problem.text : problemText(problem, request);
  const type = voiceOf(request) ? JSON_TYPE : PROBLEM_TYPE;
  void reply.status(problem.status).type(type).send(text);
}

export function problemText(problem: Problem, request: AddressedRequest): string {
  const voice = voiceOf(request);
  if (voice) return JSON.stringify(voice(problem));
  return JSON.stringify(renderProblem(problem, { requestId: request.id, instance: pathOf(request) }));
}

/** Nobody is there to be answered, and nothing of ours went wrong. */
function hasLeft(error: unknown, request: FastifyRequest): boolean {
  return (error as { code?: unknown } | null)?.code === 'ECONNRESET' && request.raw.socket.destroyed;
}

/** Without the query, which may hold what nobody else should read. */
function pathOf(request: AddressedRequest): string {
  const end = request.url.indexOf('?');
  return end < 0 ? request.url : request.url.slice(0, end);
}
