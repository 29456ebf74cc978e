import { type INestApplication } from '@nestjs/common';
import { type FastifyInstance } from 'fastify';
import { AccessLog } from './access-log';
import { HttpMetrics } from './metrics/http-metrics';

/** One hook for both, after the answer is out: nobody waits for it. */
export function observeRequests(instance: FastifyInstance, app: INestApplication): void {
  const log = app.get(AccessLog);
  const metrics = app.get(HttpMetrics);
  instance.addHook('onResponse', (request, reply, done) => {
    metrics.note(request, reply);
    log.note(request, reply);
    done();
  });
}
