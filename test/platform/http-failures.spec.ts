import { Controller, Get, HttpException, Res } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError, type ErrorKind } from '../../src/kernel/domain-error';
import { problemOf, renderProblem } from '../../src/platform/http/problem';
import { sendRaw } from '../support/raw-http';
import { type SmallApp, startSmallApp } from '../support/small-app';

const KINDS: readonly (readonly [ErrorKind, number])[] = [
  ['invalid', 400],
  ['unauthenticated', 401],
  ['over_quota', 402],
  ['forbidden', 403],
  ['not_found', 404],
  ['conflict', 409],
  ['gone', 410],
  ['unprocessable', 422],
  ['locked', 423],
  ['too_many', 429],
  ['unavailable', 503],
];

describe('a refusal', () => {
  it.each(KINDS)('of kind %s is answered with %i', (kind, status) => {
    const problem = problemOf(new DomainError({ kind, code: 'a_code', detail: 'Why.' }));
    expect(renderProblem(problem, { requestId: 'r', instance: '/x' })).toMatchObject({
      status,
      code: 'a_code',
      detail: 'Why.',
      requestId: 'r',
      instance: '/x',
    });
  });

  it('of a library is answered in our words', () => {
    const problem = problemOf(new HttpException('relation "secrets" does not exist', 400));
    expect(problem).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(problem.message).not.toContain('secrets');
  });
});

@Controller('streams')
class StreamsController {
  @Get('broken')
  async broken(@Res() reply: FastifyReply): Promise<never> {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream' });
    reply.raw.write('data: one\n\n');
    await sleep(50);
    throw new Error('upstream broke');
  }

  @Get('unauthenticated')
  refused(): never {
    throw new DomainError({ kind: 'unauthenticated', code: 'token_expired', detail: 'Expired.' });
  }
}

describe('a failing route', () => {
  let small: SmallApp;
  beforeAll(async () => {
    small = await startSmallApp({ controllers: [StreamsController] });
  });
  afterAll(() => small.stop());

  it('that has begun to stream ends with a broken connection and no second status', async () => {
    const answer = await sendRaw(small.port, 'GET /api/v1/streams/broken HTTP/1.1\r\nHost: a\r\n\r\n');
    expect(answer).toContain('data: one');
    expect(answer).not.toContain('internal_error');
    expect(answer.endsWith('0\r\n\r\n')).toBe(false);
    expect(small.logs().join()).toContain('upstream broke');
  });

  it('asks for a bearer token where nobody is signed in', async () => {
    const response = await fetch(`${small.url}/api/v1/streams/unauthenticated`);
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer realm="parley"',
    ]);
  });
});
