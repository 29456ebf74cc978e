import multipart from '@fastify/multipart';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyInstance } from 'fastify';
import { problemOfStatus } from '../problem';
import { sendProblem } from '../problem-filter';
import { ACCEPTS_UPLOAD } from './receives-upload';

/** Forms are read by the routes that take them, and refused unread by all others. */
export async function acceptMultipart(app: NestFastifyApplication): Promise<void> {
  const instance: FastifyInstance = app.getHttpAdapter().getInstance();
  instance.addHook('onRequest', (request, reply, done) => {
    const isForm = /^multipart\//i.test(request.headers['content-type'] ?? '');
    const config = request.routeOptions.config as { readonly [ACCEPTS_UPLOAD]?: boolean };
    if (isForm && !config[ACCEPTS_UPLOAD]) sendProblem(reply, problemOfStatus(415), request);
    else done();
  });
  await app.register(multipart, { throwFileSizeLimit: true });
}
