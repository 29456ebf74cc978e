import { randomUUID } from 'node:crypto';
import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { DomainError, type ErrorKind } from '../../src/kernel/domain-error';
import { createDataSourceOptions } from '../../src/platform/database/data-source';
import { Text } from '../../src/platform/http/fields';
import { EventStream, StreamsEvents } from '../../src/platform/http/event-stream';
import { EffectId } from '../../src/platform/http/idempotency/effect-id';
import { Idempotent } from '../../src/platform/http/idempotency/idempotent';
import { createTestDatabase, type TestDatabase } from '../support/postgres';
import { type SmallApp, startSmallApp } from '../support/small-app';

class Order {
  @Text({ max: 100 })
  what!: string;

  @Text({ max: 100, optional: true })
  note?: string;
}

/** The effects that took place, and what the handler shall do next. */
const effects: string[] = [];
let behaviour: (effectId: string) => unknown = () => undefined;

@Controller('orders')
class OrdersController {
  @Post()
  @Idempotent()
  async create(@Body() order: Order, @EffectId() id: string) {
    effects.push(id);
    await behaviour(id);
    return { zeta: 1, id, alpha: [order.what, 0.1, null], time: performance.now() };
  }

  @Post('silent')
  @HttpCode(204)
  @Idempotent()
  silent(@EffectId() id: string): void {
    effects.push(id);
  }

  @Post('stream')
  @Idempotent()
  @StreamsEvents()
  stream(@EffectId() id: string): EventStream {
    effects.push(id);
    const stream = new EventStream(() => id);
    stream.send('token', 'hello');
    setTimeout(() => stream.end(), 100);
    return stream;
  }

  @Post('hijacked')
  @Idempotent()
  hijacked(@EffectId() id: string, @Res() reply: FastifyReply): void {
    effects.push(id);
    reply.hijack();
    reply.raw.end('done');
  }
}

let database: TestDatabase;
let dataSource: DataSource;
let owner: Client;
let small: SmallApp;
const workspace = randomUUID();

interface Call {
  readonly key?: string;
  readonly body?: unknown;
  readonly path?: string;
  readonly user?: string;
  readonly in?: string;
}

async function order({
  key,
  body = { what: 'tea' },
  path = '/orders',
  user = 'ada',
  in: home = workspace,
}: Call = {}) {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (user) Object.assign(headers, { 'x-test-user': user, 'x-test-workspace': home });
  if (key !== undefined) headers['idempotency-key'] = key;
  const response = await fetch(`${small.url}/api/v1${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

/** As if that much time had passed for everything that is stored. */
const age = (interval: string) =>
  owner.query(
    `UPDATE platform.idempotency_keys SET created_at = created_at - $1::interval, locked_until = locked_until - $1::interval`,
    [interval],
  );

const codeOf = (text: string): unknown => (JSON.parse(text) as { code: unknown }).code;
const refuse = (kind: ErrorKind) => () => {
  throw new DomainError({ kind, code: `my_${kind}`, detail: 'No.' });
};

beforeAll(async () => {
  database = await createTestDatabase();
  dataSource = new DataSource(
    createDataSourceOptions(database.url, { poolSize: 8, statementTimeoutMs: 10_000 }),
  );
  await dataSource.initialize();
  owner = new Client({ connectionString: database.url });
  await owner.connect();
  await owner.query('ALTER TABLE platform.idempotency_keys NO FORCE ROW LEVEL SECURITY');
  small = await startSmallApp({
    controllers: [OrdersController],
    dataSource,
    environment: { RATE_LIMIT_ENABLED: 'false' },
  });
});
beforeEach(() => {
  effects.length = 0;
  behaviour = () => undefined;
});
afterAll(async () => {
  await small.stop();
  await dataSource.destroy();
  await owner.end();
  await database.drop();
});

describe('a key', () => {
  it('has one effect and one answer, to the byte, for 100 requests at once', async () => {
    behaviour = () => sleep(50);
    const key = randomUUID();
    const first = await Promise.all(Array.from({ length: 100 }, () => order({ key })));
    expect(effects).toHaveLength(1);
    const running = first.filter(({ status }) => status === 409);
    expect(running.every(({ text }) => codeOf(text) === 'idempotency_in_progress')).toBe(true);
    const answers = [...first.filter(({ status }) => status !== 409), await order({ key })];
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]!.status).toBe(201);
  });

  it('replays status and body, says so, and keeps the content type', async () => {
    const key = randomUUID();
    const first = await order({ key });
    const again = await order({ key });
    expect(again.text).toBe(first.text);
    expect([first.headers.get('idempotency-replayed'), again.headers.get('idempotency-replayed')]).toEqual([
      null,
      'true',
    ]);
    expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'));
  });

  it('replays an answer without a body', async () => {
    const key = randomUUID();
    await order({ key, path: '/orders/silent' });
    const again = await order({ key, path: '/orders/silent' });
    expect([again.status, again.text, effects.length]).toEqual([204, '', 1]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  it('is the same bare and quoted, and whatever the order of the fields', async () => {
    const key = randomUUID();
    const first = await order({ key, body: { what: 'tea', note: 'hot' } });
    const again = await order({ key: `"${key}"`, body: { note: 'hot', what: 'tea' } });
    expect([again.text, effects.length]).toEqual([first.text, 1]);
  });

  it('with another body is refused', async () => {
    const key = randomUUID();
    await order({ key });
    const other = await order({ key, body: { what: 'coffee' } });
    expect([other.status, codeOf(other.text), effects.length]).toEqual([422, 'idempotency_key_reused', 1]);
  });

  it('belongs to its caller, its workspace and its route', async () => {
    const key = randomUUID();
    await order({ key });
    await order({ key, user: 'bob' });
    await order({ key, in: randomUUID() });
    await order({ key, path: '/orders/silent' });
    expect(new Set(effects).size).toBe(4);
  });

  it.each(['', ' ', 'a b', '"open', 'x'.repeat(256), 'naïve'])('that reads %j is refused', async (key) => {
    const { status, text } = await order({ key });
    expect([status, codeOf(text), effects.length]).toEqual([400, 'invalid_idempotency_key', 0]);
  });

  it('is new again after 24 hours', async () => {
    const key = randomUUID();
    const first = await order({ key });
    await age('25 hours');
    const next = await order({ key, body: { what: 'coffee' } });
    expect([next.status, next.text === first.text, new Set(effects).size]).toEqual([201, false, 2]);
  });

  it('of nobody is not kept', async () => {
    const key = randomUUID();
    await order({ key, user: '' });
    await order({ key, user: '' });
    expect(effects).toHaveLength(2);
  });

  it('costs nothing when there is none', async () => {
    const before = await owner.query('SELECT count(*) FROM platform.idempotency_keys');
    await order();
    await order();
    const after = await owner.query('SELECT count(*) FROM platform.idempotency_keys');
    expect([effects.length, after.rows]).toEqual([2, before.rows]);
  });
});

describe('a request that did not end well', () => {
  it.each<ErrorKind>(['invalid', 'forbidden', 'not_found', 'gone', 'unprocessable'])(
    'for good (%s) is answered the same ever after',
    async (kind) => {
      behaviour = refuse(kind);
      const key = randomUUID();
      const first = await order({ key });
      behaviour = () => undefined;
      const again = await order({ key });
      expect([again.status, again.text, effects.length]).toEqual([first.status, first.text, 1]);
      expect(again.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    },
  );

  it.each<ErrorKind>(['conflict', 'too_many', 'over_quota', 'locked'])(
    'for now (%s) may be tried again, even with another body',
    async (kind) => {
      behaviour = refuse(kind);
      const key = randomUUID();
      await order({ key });
      behaviour = () => undefined;
      expect((await order({ key, body: { what: 'coffee' } })).status).toBe(201);
    },
  );

  it('because it was not valid leaves the key free', async () => {
    const key = randomUUID();
    expect((await order({ key, body: { what: '' } })).status).toBe(400);
    expect((await order({ key })).status).toBe(201);
  });

  it.each([
    ['of a bug', () => Promise.reject(new Error('bug'))],
    ['something is down', refuse('unavailable')],
  ])('because %s may have had its effect: it is tried again under the same id', async (_why, fail) => {
    behaviour = fail;
    const key = randomUUID();
    expect((await order({ key })).status).toBeGreaterThanOrEqual(500);
    behaviour = () => undefined;
    expect((await order({ key })).status).toBe(201);
    expect(effects[0]).toBe(effects[1]);
    expect((await order({ key })).headers.get('idempotency-replayed')).toBe('true');
  });
});

describe('a request whose process died', () => {
  it('keeps others out for its lease, and is then taken over by one of them under the same id', async () => {
    let free: () => void = () => undefined;
    behaviour = () => new Promise<void>((resolve) => (free = resolve));
    const key = randomUUID();
    const dead = order({ key });
    while (effects.length === 0) await sleep(5);
    expect((await order({ key })).status).toBe(409);
    await age('61 seconds');
    behaviour = () => sleep(20);
    const heirs = await Promise.all(Array.from({ length: 20 }, () => order({ key })));
    expect(
      heirs.filter(({ status, headers }) => status === 201 && !headers.get('idempotency-replayed')),
    ).toHaveLength(1);
    expect(effects).toEqual([effects[0], effects[0]]);
    free();
    await dead;
    const kept = heirs.find(({ status }) => status === 201)!;
    expect((await order({ key })).text).toBe(kept.text);
  });

  it('cannot free the key of its heir when it comes back and fails', async () => {
    let fail: () => void = () => undefined;
    behaviour = () => new Promise<void>((_, reject) => (fail = () => reject(refusal())));
    const refusal = () => new DomainError({ kind: 'conflict', code: 'late', detail: 'Late.' });
    const key = randomUUID();
    const slow = order({ key });
    while (effects.length === 0) await sleep(5);
    await age('61 seconds');
    let free: () => void = () => undefined;
    behaviour = () => new Promise<void>((resolve) => (free = resolve));
    const heir = order({ key });
    while (effects.length === 1) await sleep(5);
    fail();
    await slow;
    expect((await order({ key })).status).toBe(409);
    free();
    expect((await heir).status).toBe(201);
  });
});

describe('a stream', () => {
  it('is not replayed: a retry reaches the handler under the same id', async () => {
    const key = randomUUID();
    const first = await order({ key, path: '/orders/stream' });
    expect(first.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    await sleep(50);
    const again = await order({ key, path: '/orders/stream' });
    expect(again.text).toBe(first.text);
    expect(effects).toEqual([effects[0], effects[0]]);
  });

  it('holds its key until its end', async () => {
    const key = randomUUID();
    const first = order({ key, path: '/orders/stream' });
    while (effects.length === 0) await sleep(5);
    expect((await order({ key, path: '/orders/stream' })).status).toBe(409);
    expect((await first).status).toBe(201);
  });

  it('that a handler writes itself is not replayed either', async () => {
    const key = randomUUID();
    await order({ key, path: '/orders/hijacked' });
    await sleep(50);
    expect((await order({ key, path: '/orders/hijacked' })).text).toBe('done');
    expect(effects).toEqual([effects[0], effects[0]]);
  });
});
