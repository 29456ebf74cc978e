import { fillTemplate, templateProblem } from '../../../src/contexts/agent/domain/url-template';
import { type Account, signUp } from '../../support/accounts';
import { startTestApp, type TestApp } from '../../support/app';
import { CanaryServer } from '../../support/canary-server';
import { FakeHttp } from '../../support/fake-http';
import { BenchOfTools } from './bench-of-tools';

const SECRET = 'Bearer shop-secret-4711-abcdef';

describe('Tools of a workspace’s own', () => {
  let shop: FakeHttp;
  let canary: CanaryServer;
  let app: TestApp;
  let bench: BenchOfTools;
  let ada: Account;
  let eve: Account;

  beforeAll(async () => {
    shop = await FakeHttp.start((request, response) => {
      if (request.path.startsWith('/redirect')) {
        response.writeHead(302, { location: `http://127.0.0.1:${canary.port}/` }).end();
        return;
      }
      const size = request.path.startsWith('/large') ? 2 * 1024 * 1024 : 0;
      const body = {
        path: request.path,
        sent: request.body,
        headers: request.headers,
        filling: 'x'.repeat(size),
      };
      response.writeHead(200, { 'content-type': 'application/json', 'x-secret-of-the-shop': 'hidden' });
      response.end(JSON.stringify(body));
    });
    canary = await CanaryServer.start();
    // Only the shop may be reached although it is private: the canary is what an attacker would want.
    app = await startTestApp({ OUTBOUND_ALLOWED_HOSTS: `127.0.0.1:${shop.port}` });
    [ada, eve] = [await signUp(app, 'ada'), await signUp(app, 'eve')];
    bench = await BenchOfTools.of(app);
  });
  afterAll(async () => {
    await bench.close();
    await app.stop();
    await canary.stop();
    await shop.stop();
  });

  let made = 0;
  const formOf = (more: object = {}) => ({
    name: `order_status_${++made}`,
    description: 'Looks up where an order is.',
    method: 'GET',
    url: `${shop.url}/orders/{orderId}`,
    secretHeaders: { authorization: SECRET },
    inputSchema: {
      type: 'object',
      properties: { orderId: { type: 'string', maxLength: 500 }, note: { type: 'string' } },
      required: ['orderId'],
      additionalProperties: false,
    },
    ...more,
  });
  const create = (form: object, { token }: Account = ada) =>
    app.http<{ id: string; name: string }>('POST', '/tools', { token, body: form });
  const use = async (more: object, input: Record<string, unknown>, account: Account = ada) => {
    const { body } = await create(formOf(more), account);
    return bench.use(bench.contextFor(account, [body.name]), { name: body.name, input });
  };

  it('call somebody’s interface with their secrets, which nobody sees again [AG-12 AG-22 A13]', async () => {
    const { status, body } = await create(formOf());
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { kind: 'http', secretHeaders: ['authorization'] },
    });
    const context = bench.contextFor(ada, [body.name]);
    const answer = await bench.use(context, { name: body.name, input: { orderId: 'A 1/2?x', note: 'soon' } });
    expect(answer).toMatchObject({
      kind: 'done',
      output: { status: 200, body: { path: '/orders/A%201%2F2%3Fx?note=soon' } },
    });
    expect(shop.seen.at(-1)!.headers.authorization).toBe(SECRET);
    const shown = JSON.stringify([
      ...[body, answer, (await app.http('GET', '/tools', { token: ada.token })).body],
      (await app.http('GET', `/tools/${body.id}`, { token: ada.token })).body,
    ]);
    expect(shown).not.toContain('shop-secret');
    expect(shown).not.toContain('hidden');
    expect(await bench.stored.find('shop-secret-4711')).toEqual([]);
  });

  it('send what the address does not take as a body, under a key that tells a repeated call', async () => {
    const answer = await use({ method: 'POST' }, { orderId: '1', note: 'Fragile' });
    expect(answer).toMatchObject({
      kind: 'done',
      output: { body: { path: '/orders/1', sent: '{"note":"Fragile"}' } },
    });
    expect(shop.seen.at(-1)!.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('cannot be led elsewhere by arguments, redirects or dots [T5 N1 AG-31]', async () => {
    const before = shop.seen.length;
    const evil = `http://127.0.0.1:${canary.port}/?q=secret`;
    const answers = [
      await use({}, { orderId: evil }),
      await use({}, { orderId: `@127.0.0.1:${canary.port}/` }),
      await use({}, { orderId: '..' }),
      await use({ url: `${shop.url}/redirect/{orderId}` }, { orderId: '1' }),
    ];
    expect(answers.map(({ kind }) => kind)).toEqual(['done', 'done', 'failed', 'done']);
    expect(answers[3]).toMatchObject({ output: { status: 302 } });
    expect(shop.seen.slice(before).every(({ path }) => /^\/(orders|redirect)\/[^/]+$/.test(path))).toBe(true);
    expect(canary.hits).toBe(0);
  });

  it('reach nothing private that the operator has not named, whatever their owner writes [N1 T5 13.2.4]', async () => {
    const addresses = [
      `http://127.0.0.1:${canary.port}/{orderId}`,
      `http://localhost:${canary.port}/{orderId}`,
      'http://169.254.169.254/{orderId}',
      'http://[::1]/{orderId}',
      'http://{orderId}/',
      'http://a{orderId}.example.com/',
      'ftp://example.com/{orderId}',
      'http://user:password@example.com/{orderId}',
    ];
    for (const url of addresses) {
      const { status, body } = await create(formOf({ url }));
      expect({ url, isRefused: status === 400 || status === 422 }).toEqual({ url, isRefused: true });
      expect(JSON.stringify(body)).not.toContain('canary');
    }
    expect(canary.hits).toBe(0);
  });

  it('show a planner so much of an answer and no more [2.1.1 T8]', async () => {
    const answer = await use({ url: `${shop.url}/large/{orderId}` }, { orderId: '1' });
    expect(answer).toMatchObject({ kind: 'done', output: { isCut: true } });
    expect(JSON.stringify(answer).length).toBeLessThan(40_000);
  });

  it('say that nobody knows whether it happened when a change broke off, and do not try again [K17]', async () => {
    const { body } = await create(formOf({ method: 'POST', timeoutMs: 100 }));
    const context = bench.contextFor(ada, [body.name]);
    const [answer, hits] = [shop.answer, shop.seen.length];
    shop.answer = () => undefined;
    const call = { name: body.name, input: { orderId: '1' } };
    expect(await bench.use(context, call)).toMatchObject({ kind: 'unknown' });
    shop.answer = answer;
    expect(await bench.use(context, call)).toMatchObject({ kind: 'unknown' });
    expect(shop.seen.length).toBe(hits + 1);
  });

  it.each([
    [
      'a pattern',
      {
        type: 'object',
        properties: { orderId: { type: 'string', pattern: '(a+)+$' } },
        required: ['orderId'],
      },
    ],
    [
      'a reference',
      { type: 'object', properties: { orderId: { $ref: 'https://example.com/x' } }, required: ['orderId'] },
    ],
    ['a placeholder that may be missing', { type: 'object', properties: { orderId: { type: 'string' } } }],
    ['no object', { type: 'string' }],
    [
      'an unknown type',
      { type: 'object', properties: { orderId: { type: 'order' } }, required: ['orderId'] },
    ],
    ['a word that is none', { type: 'object', oops: 1, properties: { orderId: {} }, required: ['orderId'] }],
  ])('refuse a schema with %s [AG-29]', async (_, inputSchema) => {
    expect(await create(formOf({ inputSchema }))).toMatchObject({
      status: 400,
      body: { code: 'tool_unusable' },
    });
  });

  it('have a name that is theirs alone in the workspace, and none of ours', async () => {
    const form = formOf();
    expect((await create(form)).status).toBe(201);
    expect(await create(form)).toMatchObject({ status: 409, body: { code: 'name_taken' } });
    expect(await create({ ...form, name: 'send_mail' })).toMatchObject({
      status: 409,
      body: { code: 'name_taken' },
    });
    expect((await create(form, eve)).status).toBe(201);
  });

  it('serve their own workspace only, and those whom they are kept for [T1 T4 T6]', async () => {
    const { body } = await create(formOf({ roles: ['owner'] }));
    const call = { name: body.name, input: { orderId: '1' } };
    expect(await bench.use(bench.contextFor(eve, [body.name]), call)).toMatchObject({ kind: 'refused' });
    expect(await bench.use(bench.contextFor(ada, [body.name]), call)).toMatchObject({ kind: 'refused' });
    const owner = bench.contextFor(ada, [body.name]);
    const caller = { ...owner.caller, role: 'owner' };
    expect(await bench.use({ ...owner, caller }, call)).toMatchObject({ kind: 'done' });
    for (const [method, more] of [
      ['GET', {}],
      ['PATCH', { body: {} }],
      ['DELETE', {}],
    ] as const) {
      expect(await app.http(method, `/tools/${body.id}`, { token: eve.token, ...more })).toMatchObject({
        status: 404,
      });
    }
  });

  it('can be changed and taken away, and secrets do not move to another server', async () => {
    const { body } = await create(formOf());
    const patch = (change: object) =>
      app.http('PATCH', `/tools/${body.id}`, { token: ada.token, body: change });
    expect(await patch({ requiresApproval: true })).toMatchObject({
      body: { requiresApproval: true, secretHeaders: ['authorization'] },
    });
    const context = bench.contextFor(ada, [body.name]);
    const call = { name: body.name, input: { orderId: '1' } };
    expect(await bench.use(context, call)).toMatchObject({ kind: 'awaiting_approval' });
    const elsewhere = { url: 'https://other.example.com/{orderId}', allowedHosts: ['other.example.com'] };
    expect(await patch(elsewhere)).toMatchObject({ status: 200, body: { secretHeaders: [] } });
    expect((await app.http('DELETE', `/tools/${body.id}`, { token: ada.token })).status).toBe(204);
    expect(await bench.use(context, call)).toMatchObject({ kind: 'refused' });
  });
});

describe('The template of an address', () => {
  it.each(['http://x.example.com', 'https://x.example.com/a/{b}?c={d}'])('may be %s', (template) => {
    expect(templateProblem(template)).toBeNull();
  });

  it.each([
    '{a}',
    'http://{a}/',
    'http://x{a}/',
    'http://x/{',
    'http://x/{a b}',
    'http://x/#{a}',
    'http://x\\y/{a}',
  ])('may not be %s', (template) => expect(templateProblem(template)).not.toBeNull());

  it('keeps each value in its place', () => {
    const { url, rest } = fillTemplate('https://x/{a}/{b}?c={c}', { a: '/../', b: 7, c: '&d=1#', e: true });
    expect({ url, rest }).toEqual({ url: 'https://x/%2F..%2F/7?c=%26d%3D1%23', rest: { e: true } });
  });
});
