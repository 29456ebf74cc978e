import { AggregateStore } from '../../src/platform/outbox/aggregate-store';
import { requestWebhook } from '../../src/platform/webhooks/webhook-request';
import { type Account, signUp } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/app';
import { eventually } from '../support/eventually';
import { verify, WebhookReceiver } from '../support/webhook-receiver';

interface Secret {
  readonly secret: string | null;
  readonly formerSecret: string | null;
  readonly formerSecretUntil: string | null;
}
interface Delivery {
  readonly id: string;
  readonly url: string;
  readonly status: string;
  readonly attempts: number;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  readonly deliveredAt: string | null;
}
interface Letter {
  readonly id: string;
  readonly queue: string;
}

describe('The webhooks of a workspace', () => {
  let receiver: WebhookReceiver;
  let app: TestApp;
  let ada: Account;
  let bob: Account;
  let operator: Record<string, string>;

  beforeAll(async () => {
    receiver = await WebhookReceiver.start();
    app = await startTestApp({
      WEBHOOK_BACKOFF_MS: '10',
      WEBHOOK_ATTEMPTS: '2',
      OUTBOUND_ALLOWED_HOSTS: receiver.host,
    });
    operator = { 'X-API-Key': app.runtime.adminKey };
    [ada, bob] = [await signUp(app, 'ada'), await signUp(app, 'bob')];
  });
  afterAll(async () => {
    await app.stop();
    await receiver.stop();
  });
  beforeEach(() => receiver.reset());

  const as = <Body>({ token }: Account, method: string, path: string, headers: Record<string, string> = {}) =>
    app.http<Body>(method, path, { token, headers });
  const list = async (who: Account, query = '?limit=100') =>
    (await as<{ data: Delivery[]; nextCursor: string | null }>(who, 'GET', `/webhooks/deliveries${query}`))
      .body;
  const send = async ({ workspaceId }: Account, url = receiver.url) => {
    const { row, event } = requestWebhook({ workspaceId, url, type: 'test.happened', payload: { n: 1 } });
    await app.app.get(AggregateStore).commit(workspaceId, [row], [event]);
    return event.deliveryId;
  };
  const becomes = (who: Account, id: string, status: string) =>
    eventually(async () => {
      const found = (await list(who)).data.find((one) => one.id === id);
      expect(found?.status).toBe(status);
      return found!;
    }, 10_000);
  const acts = async ({ workspaceId, token }: Account, action: string) => {
    const path = `/workspaces/${workspaceId}/audit-log?action=${action}`;
    return (await app.http<{ data: { subjectId: string }[] }>('GET', path, { token })).body.data;
  };

  it('are listed for its owners, newest first, without what the query of the address may hide [W12]', async () => {
    const first = await send(ada, `${receiver.url}?token=secret#part`);
    await becomes(ada, first, 'delivered');
    receiver.answerWith(500, { 'content-type': 'text/plain', 'x-inner': 'secret' }, 'Out of paper');
    const second = await send(ada);
    await becomes(ada, second, 'failed');
    const { data } = await list(ada);
    expect(data).toMatchObject([
      {
        id: second,
        type: 'test.happened',
        attempts: 2,
        lastStatus: 500,
        lastError: 'The receiver answered 500. It said: Out of paper',
        deliveredAt: null,
      },
      {
        id: first,
        url: receiver.url,
        status: 'delivered',
        attempts: 1,
        lastStatus: 204,
        lastError: null,
        deliveredAt: expect.any(String) as string,
      },
    ]);
    expect(JSON.stringify(data)).not.toContain('secret');
    expect(receiver.of(first)[0]!.path).toBe('/hook?token=secret');
    const page = await list(ada, '?limit=1');
    expect(page.data.map(({ id }) => id)).toEqual([second]);
    const next = await list(ada, `?limit=1&cursor=${page.nextCursor}`);
    expect([next.data.map(({ id }) => id), next.nextCursor]).toEqual([[first], null]);
  });

  it('are nobody else’s, and cannot be sent again by others [W12 T1]', async () => {
    const id = await send(ada);
    await becomes(ada, id, 'delivered');
    expect((await list(bob)).data).toEqual([]);
    const redelivery = await as<{ code: string }>(bob, 'POST', `/webhooks/deliveries/${id}/redeliver`);
    expect([redelivery.status, redelivery.body.code]).toEqual([404, 'not_found']);
    const [adas, bobs] = [
      await as<Secret>(ada, 'GET', '/webhooks/secret'),
      await as<Secret>(bob, 'GET', '/webhooks/secret'),
    ];
    expect(adas.body.secret).not.toBe(bobs.body.secret);
    expect(() => verify(receiver.of(id)[0]!, bobs.body.secret!)).toThrow();
    expect(verify(receiver.of(id)[0]!, adas.body.secret!)).toMatchObject({ data: { n: 1 } });
  });

  it('are sent again under the same id when an owner asks, which the log tells [W12]', async () => {
    const id = await send(ada);
    await becomes(ada, id, 'delivered');
    const redeliver = () =>
      as(ada, 'POST', `/webhooks/deliveries/${id}/redeliver`, { 'idempotency-key': 'again-1' });
    expect([(await redeliver()).status, (await redeliver()).status]).toEqual([204, 204]);
    await eventually(() => expect(receiver.of(id)).toHaveLength(2));
    await becomes(ada, id, 'delivered');
    await redeliver();
    expect((await acts(ada, 'platform.webhook_redelivered')).map(({ subjectId }) => subjectId)).toEqual([id]);
    expect(receiver.of(id)).toHaveLength(2);
    const { secret } = (await as<Secret>(ada, 'GET', '/webhooks/secret')).body;
    for (const received of receiver.of(id)) expect(verify(received, secret!)).toBeTruthy();
  });

  it('that failed are in the operators’ dead letters, from where they are sent again [W12 QU-04]', async () => {
    receiver.answerWith(410);
    const id = await send(ada);
    await becomes(ada, id, 'failed');
    receiver.reset();
    const { body } = await app.http<{ data: Letter[] }>('GET', '/admin/dlq', { headers: operator });
    const letter = body.data.find(({ queue }) => queue === 'webhook')!;
    const retry = () => app.http('POST', `/admin/dlq/${letter.id}/retry`, { headers: operator });
    expect([(await retry()).status, (await retry()).status]).toEqual([204, 404]);
    await becomes(ada, id, 'delivered');
    expect(receiver.of(id)).toHaveLength(1);
  });

  it('get a new secret when an owner asks, and the old one signs for a day [W12 W4]', async () => {
    const before = (await as<Secret>(bob, 'GET', '/webhooks/secret')).body;
    expect(before).toMatchObject({ formerSecret: null, formerSecretUntil: null });
    expect(before.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const rotate = () =>
      as<Secret>(bob, 'POST', '/webhooks/secret/rotate', { 'idempotency-key': 'rotate-1' });
    const { status, body: after } = await rotate();
    expect([status, after.formerSecret]).toEqual([200, before.secret]);
    expect(after.secret).not.toBe(before.secret);
    expect((await as<Secret>(bob, 'GET', '/webhooks/secret')).body).toEqual(after);
    // What is stored for a repeated request holds no secret, and turns no further.
    expect((await rotate()).body).toEqual({ ...after, secret: null, formerSecret: null });
    const id = await send(bob);
    await becomes(bob, id, 'delivered');
    for (const secret of [before.secret, after.secret])
      expect(verify(receiver.of(id)[0]!, secret!)).toBeTruthy();
    expect(await acts(bob, 'platform.webhook_secret_rotated')).toMatchObject([
      { subjectId: bob.workspaceId },
    ]);
  });
});
