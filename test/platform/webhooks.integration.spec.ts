import { getQueueToken } from '@nestjs/bullmq';
import { type Queue } from 'bullmq';
import { Client } from 'pg';
import { DomainError } from '../../src/kernel/domain-error';
import { uuidv7 } from '../../src/kernel/ids';
import { Database } from '../../src/platform/database/database';
import { sql } from '../../src/platform/database/sql';
import { AggregateStore } from '../../src/platform/outbox/aggregate-store';
import { RelayDatabase } from '../../src/platform/outbox/relay-database';
import { FindLostWebhooks } from '../../src/platform/webhooks/find-lost-webhooks.task';
import { WebhookDelivery } from '../../src/platform/webhooks/webhook-delivery';
import { WebhookDeliveries } from '../../src/platform/webhooks/webhook-deliveries';
import { WebhookLog } from '../../src/platform/webhooks/webhook-log';
import { requestWebhook } from '../../src/platform/webhooks/webhook-request';
import { WebhookSecrets } from '../../src/platform/webhooks/webhook-secrets';
import { requestContext } from '../../src/platform/telemetry/request-context';
import { CanaryServer } from '../support/canary-server';
import { eventually } from '../support/eventually';
import { startPlatform, type TestPlatform } from '../support/platform';
import { verify, WebhookReceiver } from '../support/webhook-receiver';

interface Row {
  readonly status: string;
  readonly round: number;
  readonly attempts: number;
  readonly last_status: number | null;
  readonly last_error: string | null;
  readonly due_at: Date;
}

const ASAP = { WEBHOOK_BACKOFF_MS: '10', WEBHOOK_ATTEMPTS: '3' };

describe('A webhook', () => {
  let receiver: WebhookReceiver;
  let platform: TestPlatform;
  let owner: Client;
  const workspaceId = uuidv7();

  beforeAll(async () => {
    receiver = await WebhookReceiver.start();
    platform = await startPlatform([], { ...ASAP, OUTBOUND_ALLOWED_HOSTS: receiver.host });
    owner = new Client({ connectionString: platform.ownerUrl });
    await owner.connect();
    // Only the test sees more by this: the application's logins are not the owner.
    for (const table of ['webhook_deliveries', 'webhook_secrets', 'outbox', 'deliveries', 'dead_letters'])
      await owner.query(`ALTER TABLE platform.${table} NO FORCE ROW LEVEL SECURITY`);
  });
  afterAll(async () => {
    await owner.end();
    await platform.stop();
    await receiver.stop();
  });
  beforeEach(() => receiver.reset());
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const wish = (overrides: { workspaceId?: string; url?: string } = {}) =>
    requestWebhook({
      workspaceId,
      url: receiver.url,
      type: 'knowledge.ingestion-finished',
      payload: { ingestionId: 'i-1', note: 'Grüße' },
      ...overrides,
    });
  const get = <T>(type: abstract new (...args: never[]) => T): T => platform.module.get<T>(type);
  async function ask(overrides: Parameters<typeof wish>[0] = {}): Promise<string> {
    const { row, event } = wish(overrides);
    await get(AggregateStore).commit(event.workspaceId, [row], [event]);
    return event.deliveryId;
  }
  /** Without its event: nobody but the test sends it. */
  async function askQuietly() {
    const { row, event } = wish();
    await get(Database).batch(workspaceId, [row]);
    return { workspaceId, id: event.deliveryId, round: 0, attempts: 0 };
  }
  const rowOf = async (id: string) =>
    (await owner.query<Row>('SELECT * FROM platform.webhook_deliveries WHERE id = $1', [id])).rows[0]!;
  const becomes = (id: string, status: string) =>
    eventually(async () => expect((await rowOf(id)).status).toBe(status), 10_000);
  const lettersAbout = async (id: string) =>
    (await owner.query<object>('SELECT * FROM platform.dead_letters WHERE subject_id = $1', [id])).rows;
  const queue = () => platform.module.get<Queue>(getQueueToken('webhook'), { strict: false });
  const sayAgain = (id: string) =>
    owner.query(
      `INSERT INTO platform.outbox (id, workspace_id, aggregate_id, type, payload)
       SELECT gen_random_uuid(), workspace_id, (payload ->> 'aggregateId')::uuid, type, payload
       FROM (SELECT workspace_id, type, payload FROM platform.outbox WHERE aggregate_id = $1 LIMIT 1) AS said`,
      [id],
    );

  it('is delivered once it is committed, signed so that the official library takes it [W12 KN-29]', async () => {
    const id = await ask();
    await becomes(id, 'delivered');
    const [received, ...more] = receiver.of(id);
    expect(more).toEqual([]);
    const { secret, formerSecret } = await get(WebhookSecrets).show(workspaceId);
    expect(formerSecret).toBeNull();
    expect(verify(received!, secret)).toEqual({
      type: 'knowledge.ingestion-finished',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
      data: { ingestionId: 'i-1', note: 'Grüße' },
    });
    expect(received!.request).toMatchObject({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    });
    expect(await rowOf(id)).toMatchObject({ attempts: 1, last_status: 204, last_error: null });
  });

  it('does not exist where its cause was rolled back', async () => {
    const { row, event } = wish();
    const doomed = get(AggregateStore).commit(workspaceId, [row, sql`SELECT 1 / 0`], [event]);
    await expect(doomed).rejects.toThrow();
    expect(await rowOf(event.deliveryId)).toBeUndefined();
  });

  it('is signed with both secrets for a day after a rotation, and with no other [W12]', async () => {
    const workspace = uuidv7();
    const secrets = get(WebhookSecrets);
    const first = (await secrets.show(workspace)).secret;
    await secrets.rotate(workspace);
    const second = await secrets.show(workspace);
    expect(second).toMatchObject({ formerSecret: first, formerSecretUntil: expect.any(Date) as Date });
    const sendOne = async () => {
      const id = await ask({ workspaceId: workspace });
      await becomes(id, 'delivered');
      return receiver.of(id)[0]!;
    };
    const during = await sendOne();
    for (const secret of [first, second.secret]) expect(verify(during, secret)).toBeTruthy();
    const others = (await secrets.show(workspaceId)).secret;
    expect(() => verify(during, others)).toThrow();

    await owner.query(
      `UPDATE platform.webhook_secrets SET rotated_at = now() - interval '24 hours' WHERE workspace_id = $1`,
      [workspace],
    );
    const afterwards = await sendOne();
    expect(verify(afterwards, second.secret)).toBeTruthy();
    expect(() => verify(afterwards, first)).toThrow();
    expect((await secrets.show(workspace)).formerSecret).toBeNull();
    await secrets.rotate(workspace);
    expect(await secrets.show(workspace)).toMatchObject({ formerSecret: second.secret });
  });

  it('is tried again under its id until it is taken, each time signed anew [W12]', async () => {
    let asked = 0;
    receiver.answer = (_, response) => void response.writeHead(++asked < 3 ? 500 : 200).end();
    const id = await ask();
    await becomes(id, 'delivered');
    expect(receiver.of(id)).toHaveLength(3);
    expect(await rowOf(id)).toMatchObject({ attempts: 3, last_status: 200, last_error: null });
    const { secret } = await get(WebhookSecrets).show(workspaceId);
    for (const received of receiver.of(id)) expect(verify(received, secret)).toBeTruthy();
    expect(new Set(receiver.of(id).map(({ request }) => request.body)).size).toBe(1);
    expect(await lettersAbout(id)).toEqual([]);
  });

  it('becomes a dead letter of its workspace after its last attempt, and the operators’ retry sends it [W12]', async () => {
    receiver.answerWith(500, { 'content-type': 'text/plain' }, 'The canary is in the kitchen');
    const id = await ask();
    await becomes(id, 'failed');
    expect(receiver.of(id)).toHaveLength(3);
    expect(await rowOf(id)).toMatchObject({
      attempts: 3,
      last_status: 500,
      last_error: 'The receiver answered 500. It said: The canary is in the kitchen',
    });
    const letters = await lettersAbout(id);
    const letter = { workspace_id: workspaceId, name: 'webhook', attempts: 3, status: 'open' };
    expect(letters).toMatchObject([{ ...letter, error: 'The receiver answered 500.' }]);
    expect(JSON.stringify(letters)).not.toContain('canary');

    receiver.reset();
    await sayAgain(id);
    await becomes(id, 'delivered');
    expect(receiver.of(id)).toHaveLength(1);
    expect(await rowOf(id)).toMatchObject({ attempts: 1, round: 1 });
  });

  it('is given up at once by who answers 410 [W12]', async () => {
    receiver.answerWith(410);
    const id = await ask();
    await becomes(id, 'failed');
    expect([receiver.of(id).length, (await rowOf(id)).last_status]).toEqual([1, 410]);
    expect(await lettersAbout(id)).toHaveLength(1);
  });

  it('waits as long as a busy receiver asks for, and not for ever [W12]', async () => {
    receiver.answerWith(503, { 'retry-after': '1000' });
    const id = await ask();
    await eventually(async () => expect((await rowOf(id)).attempts).toBe(1));
    const [{ wait }] = (
      await owner.query<{ wait: number }>(
        `SELECT extract(epoch FROM due_at - now())::float8 AS wait FROM platform.webhook_deliveries WHERE id = $1`,
        [id],
      )
    ).rows as [{ wait: number }];
    expect(wait).toBeGreaterThan(900);
    await eventually(async () => expect(await (await queue().getJob(`${id}-0-1`))?.isDelayed()).toBe(true));
    expect((await rowOf(id)).status).toBe('pending');
  });

  it('takes a redirect for a failure, and follows it nowhere [W12 15.3.2]', async () => {
    const canary = await CanaryServer.start();
    receiver.answerWith(307, { location: `http://127.0.0.1:${canary.port}/` });
    const id = await ask();
    await becomes(id, 'failed');
    expect([canary.hits, (await rowOf(id)).last_status]).toEqual([0, 307]);
    await canary.stop();
  });

  it('reaches nothing private, and is given up at once [W12 N1]', async () => {
    const canary = await CanaryServer.start();
    const urls = [
      `http://127.0.0.1:${canary.port}/`,
      `http://[::1]:${canary.port}/`,
      'http://169.254.169.254/',
    ];
    for (const url of [...urls, 'file:///etc/passwd']) {
      const id = await ask({ url });
      await becomes(id, 'failed');
      expect(await rowOf(id)).toMatchObject({ attempts: 1, last_status: null });
      expect((await rowOf(id)).last_error).toMatch(/^This address cannot be called: /);
    }
    expect(canary.hits).toBe(0);
    await canary.stop();
  });

  it('is tried again where the connection breaks', async () => {
    const delivery = await askQuietly();
    receiver.answer = (_, response) => void response.destroy();
    expect(await get(WebhookDelivery).deliver(delivery)).toMatchObject({ kind: 'later', attempts: 1 });
    expect(await rowOf(delivery.id)).toMatchObject({ status: 'pending', attempts: 1, last_status: null });
  });

  it('that was sent and not recorded is sent again under the same id, and counts once [W12]', async () => {
    const delivery = await askQuietly();
    const away = new DomainError({ kind: 'unavailable', code: 'database_unavailable', detail: 'Away.' });
    jest.spyOn(get(WebhookLog), 'recordDelivered').mockRejectedValueOnce(away);
    await expect(get(WebhookDelivery).deliver(delivery)).rejects.toBe(away);
    expect(await get(WebhookDelivery).deliver(delivery)).toEqual({ kind: 'done' });
    expect(receiver.of(delivery.id)).toHaveLength(2);
    expect(await rowOf(delivery.id)).toMatchObject({ status: 'delivered', attempts: 1 });
    expect(await get(WebhookDelivery).deliver(delivery)).toEqual({ kind: 'done' });
    expect(receiver.of(delivery.id)).toHaveLength(2);
  });

  it('that failed and was cut off before its next attempt was asked for gets that attempt, and no other [W12]', async () => {
    const delivery = await askQuietly();
    receiver.answerWith(500);
    const later = { kind: 'later', attempts: 1 };
    expect(await get(WebhookDelivery).deliver(delivery)).toMatchObject(later);
    expect(await get(WebhookDelivery).deliver(delivery)).toMatchObject(later);
    expect(receiver.of(delivery.id)).toHaveLength(1);
  });

  it('that somebody else has delivered meanwhile leaves no dead letter', async () => {
    const delivery = await askQuietly();
    receiver.answer = (_, response) => {
      const delivered = `UPDATE platform.webhook_deliveries SET status = 'delivered', delivered_at = now() WHERE id = $1`;
      void owner.query(delivered, [delivery.id]).then(() => response.writeHead(410).end());
    };
    await expect(get(WebhookDelivery).deliver(delivery)).rejects.toMatchObject({ kind: 'conflict' });
    expect(await rowOf(delivery.id)).toMatchObject({ status: 'delivered', last_status: null });
    expect(await lettersAbout(delivery.id)).toEqual([]);
  });

  it('comes again by itself when the database was away while it was sent', async () => {
    const away = new DomainError({ kind: 'unavailable', code: 'database_unavailable', detail: 'Away.' });
    jest.spyOn(get(WebhookLog), 'recordDelivered').mockRejectedValueOnce(away);
    const id = await ask();
    await becomes(id, 'delivered');
    expect(receiver.of(id)).toHaveLength(2);
  });

  it('is not sent again when its event is delivered twice', async () => {
    const id = await ask();
    await becomes(id, 'delivered');
    await sayAgain(id);
    await eventually(async () => {
      const done = `SELECT 1 FROM platform.deliveries WHERE aggregate_id = $1 AND state = 'done'`;
      expect((await owner.query(done, [id])).rowCount).toBe(2);
    });
    expect(await queue().getJobCountByTypes('waiting', 'active')).toBe(0);
    expect(receiver.of(id)).toHaveLength(1);
  });

  it('is found when the queue has lost it, once it is long overdue', async () => {
    const { id } = await askQuietly();
    await get(FindLostWebhooks).run();
    expect(await queue().getJob(`${id}-0-0`)).toBeFalsy();
    await owner.query(
      `UPDATE platform.webhook_deliveries SET due_at = now() - interval '6 minutes' WHERE id = $1`,
      [id],
    );
    await get(FindLostWebhooks).run();
    await becomes(id, 'delivered');
  });

  it('is forgotten after thirty days', async () => {
    const [old, recent] = [await askQuietly(), await askQuietly()];
    const age = `UPDATE platform.webhook_deliveries SET created_at = now() - make_interval(days => $2) WHERE id = $1`;
    await owner.query(age, [old.id, 31]);
    await owner.query(age, [recent.id, 29]);
    await get(FindLostWebhooks).run();
    expect([await rowOf(old.id), (await rowOf(recent.id)).status]).toEqual([undefined, 'pending']);
  });

  it('holds neither its address nor its words in the queue or on events [A13]', async () => {
    await queue().pause();
    const id = await ask({ url: `${receiver.url}?token=canary` });
    const job = await eventually(async () => {
      const found = await queue().getJob(`${id}-0-0`);
      expect(found).toBeTruthy();
      return found!;
    });
    const events = await owner.query('SELECT payload FROM platform.outbox WHERE aggregate_id = $1', [id]);
    expect(JSON.stringify([job.data, events.rows])).not.toMatch(/canary|hook|Grüße/);
    await queue().resume();
    await becomes(id, 'delivered');
  });

  it('that waits for hours is sent at once when an owner asks, by one job only [W12]', async () => {
    receiver.answerWith(429, { 'retry-after': '1000' });
    const id = await ask();
    await eventually(async () => expect((await rowOf(id)).attempts).toBe(1));
    receiver.reset();
    await asOwner(() => get(WebhookDeliveries).redeliver(workspaceId, id));
    await becomes(id, 'delivered');
    const early = { workspaceId, id, round: 0, attempts: 1 };
    expect(await get(WebhookDelivery).deliver(early)).toEqual({ kind: 'done' });
    expect(receiver.of(id)).toHaveLength(1);
  });

  it('is sent once however often an owner asks at the same time, and its dead letter is closed [W12]', async () => {
    receiver.answerWith(410);
    const id = await ask();
    await becomes(id, 'failed');
    receiver.reset();
    await queue().pause();
    await asOwner(() =>
      Promise.all([1, 2, 3, 4].map(() => get(WebhookDeliveries).redeliver(workspaceId, id))),
    );
    await queue().resume();
    await becomes(id, 'delivered');
    await eventually(async () => expect(await queue().getJobCountByTypes('waiting', 'active')).toBe(0));
    expect([receiver.of(id).length, (await rowOf(id)).round]).toEqual([1, 1]);
    expect(await lettersAbout(id)).toMatchObject([
      { status: 'retried', closed_at: expect.any(Date) as Date },
    ]);
  });

  it('is there for its own workspace only, and for the relay without tenants’ scope [T1]', async () => {
    const id = await ask();
    await becomes(id, 'delivered');
    await get(WebhookSecrets).rotate(workspaceId);
    const stranger = uuidv7();
    const seen = (scope: string) =>
      get(Database).query(
        scope,
        sql`SELECT id FROM platform.webhook_deliveries WHERE id = ${id}
            UNION ALL SELECT workspace_id FROM platform.webhook_secrets WHERE workspace_id = ${workspaceId}`,
      );
    expect([(await seen(workspaceId)).length, (await seen(stranger)).length]).toEqual([2, 0]);
    const page = { limit: 100 };
    expect((await get(WebhookDeliveries).list(stranger, page)).data).toEqual([]);
    await expect(get(WebhookDeliveries).redeliver(stranger, id)).rejects.toMatchObject({ kind: 'not_found' });
    const relayed = get(RelayDatabase).query(sql`SELECT generation FROM platform.webhook_secrets`);
    await expect(relayed).rejects.toThrow(/permission denied/);
  });

  function asOwner<T>(work: () => Promise<T>): Promise<T> {
    return requestContext.run({ requestId: 'req-1', traceparent: null }, work);
  }
});
