import { type FastifyReply, type FastifyRequest } from 'fastify';
import { Problem, PROBLEM_TYPE, renderProblem } from '../http/problem';
import { type ReadinessReport } from './readiness';

/** A problem document that carries the states too, so that both answers name every dependency. */
export function answerReadiness(report: ReadinessReport, request: FastifyRequest, reply: FastifyReply): void {
  const { ready, dependencies } = report;
  if (ready) {
    void reply.send({ status: 'ok', dependencies });
    return;
  }
  const problem = new Problem(503, 'not_ready', reasonOf(report));
  const body = renderProblem(problem, { requestId: request.id, instance: request.url });
  void reply
    .status(503)
    .header('retry-after', '5')
    .type(PROBLEM_TYPE)
    .send(JSON.stringify({ ...body, dependencies }));
}

function reasonOf({ shuttingDown, dependencies }: ReadinessReport): string {
  if (shuttingDown) return 'This process is shutting down.';
  const down = Object.entries(dependencies).filter(([, state]) => state.status === 'down');
  return `Not available: ${down.map(([name]) => name).join(', ')}.`;
}
