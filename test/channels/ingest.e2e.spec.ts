import { Webhook } from 'standardwebhooks';
import { FindLostMessages } from '../../src/contexts/channels/jobs/find-lost-messages.task';
import { WorkQueues } from '../../src/contexts/channels/domain/work-queues';
import { EverythingStored } from '../platform/everything-stored';
import { type Account, ingest, signUp } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/app';
import { eventually } from '../support/eventually';
import { verify, WebhookReceiver } from '../support/webhook-receiver';

const SECRET = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;

interface Taken {
  readonly eventId: string;
  readonly duplicate: boolean;
  readonly conversationId: string;
}

describe('Messages that others send on', () => {
  let app: TestApp;
  let receiver: WebhookReceiver;
  let stored: EverythingStored;
  let shop: Account;

  beforeAll(async () => {
    receiver = await WebhookReceiver.start();
    app = await startTestApp({ OUTBOUND_ALLOWED_HOSTS: receiver.host, CHANNEL_BACKOFF_MS: '20' });
    stored = await EverythingStored.of(app.ownerUrl);
    shop = await signUp(app, 'shop');
    await ingest(app, shop.token, [
      { title: 'Returns', content: 'You can return goods within 30 days of delivery.' },
    ]);
  });
  afterAll(async () => {
    await stored.close();
    await app.stop();
    await receiver.stop();
  });

  const take = (kind: string, body: object, token = shop.token) =>
    app.http<Taken>('POST', `/ingest/${kind}`, {
      token,
      body: { provider: 'twilio', from: '+49301', ...body },
    });
  const eventOf = (id: string) => app.http('GET', `/ingest/events/${id}`, { token: shop.token });
  const handled = (id: string) =>
    eventually(async () => {
      const { body } = await eventOf(id);
      expect(body.status).toBe('handled');
      return body;
    }, 15_000);

  it('are kept, answered in their conversation and shown, from chat, SMS and voice [CH-01 CH-02 CH-03]', async () => {
    const text = 'Within how many days can I return goods?';
    for (const [kind, words] of [
      ['chat', { text }],
      ['sms', { text }],
      ['voice', { transcript: text }],
    ] as const) {
      const { status, body } = await take(kind, { providerMessageId: 'M1', ...words });
      expect({ status, duplicate: body.duplicate }).toEqual({ status: 202, duplicate: false });
      expect(await handled(body.eventId)).toMatchObject({
        ...{ kind, outcome: 'answered', conversationId: body.conversationId },
      });
      const { body: said } = await app.http<{ data: { role: string; content: string }[] }>(
        'GET',
        `/conversations/${body.conversationId}/messages`,
        { token: shop.token },
      );
      expect(said.data[0]).toMatchObject({ role: 'assistant' });
      expect(said.data[0]!.content).toContain('30 days');
    }
  });

  it('are one message however often they are sent on [CH-04 I8]', async () => {
    const message = { providerMessageId: 'M2', from: '+49302', text: 'Can I return goods?' };
    const answers = await Promise.all(Array.from({ length: 100 }, () => take('sms', message)));
    expect(answers.filter(({ body }) => !body.duplicate)).toHaveLength(1);
    expect(new Set(answers.map(({ body }) => `${body.eventId} ${body.conversationId}`)).size).toBe(1);
    const { eventId } = answers[0]!.body;
    await handled(eventId);
    expect(await stored.query('SELECT 1 FROM agent.runs WHERE id = $1', [eventId])).toHaveLength(1);
  });

  it('go on in the conversation of their customer, and into no other workspace’s [CH-02]', async () => {
    const first = await take('sms', { providerMessageId: 'M3', from: '+49303', text: 'Hello' });
    const second = await take('sms', { providerMessageId: 'M4', from: '+49303', text: 'Hello again' });
    expect(second.body.conversationId).toBe(first.body.conversationId);
    const stranger = await signUp(app, 'stranger');
    const { conversationId } = first.body;
    const foreign = await take(
      'sms',
      { providerMessageId: 'M5', text: 'Hi', conversationId },
      stranger.token,
    );
    expect(foreign.status).toBe(404);
  });

  it('are refused where they have not the right form [CH-08]', async () => {
    for (const body of [
      { text: 'x' },
      { providerMessageId: 'M6' },
      { providerMessageId: 'M6', text: 'x', kind: 1 },
    ])
      expect((await take('sms', body)).status).toBe(400);
  });

  it('lose nothing while the queue is away: they are taken at once, and answered when it is back [W10 CH-06]', async () => {
    const queues = app.app.get(WorkQueues, { strict: false });
    const away = jest.spyOn(queues, 'wakeInbound').mockRejectedValue(new Error('The queue is away'));
    const { status, body } = await take('chat', { providerMessageId: 'M7', text: 'Can I return goods?' });
    expect(status).toBe(202);
    await eventually(() => expect(away).toHaveBeenCalled());
    away.mockRestore();
    await stored.query(`UPDATE channels.inbox SET due_at = now() - interval '1 min' WHERE id = $1`, [
      body.eventId,
    ]);
    await app.app.get(FindLostMessages, { strict: false }).run();
    await handled(body.eventId);
  });

  it('come and go by a signed webhook of one’s own, a whole conversation long [CH-12 CH-22]', async () => {
    const body = {
      ...{ kind: 'webhook', name: 'Our shop', agent: 'customer-service' },
      credentials: { secret: SECRET, url: receiver.url },
    };
    const { body: channel } = await app.http<{ id: string }>('POST', '/channels', {
      token: shop.token,
      body,
    });
    const say = async (id: string, text: string, secret = SECRET) => {
      const payload = JSON.stringify({ from: 'ada', text });
      const sentAt = new Date();
      const answer = await fetch(`${app.url}/api/v1/channels/${channel.id}/webhook`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1_000)),
          'webhook-signature': new Webhook(secret).sign(id, sentAt, payload),
        },
        body: payload,
      });
      return answer.status;
    };
    expect(await say('msg_1', 'Within how many days can I return goods?')).toBe(202);
    expect(await say('msg_1', 'Within how many days can I return goods?')).toBe(202);
    expect(await say('msg_2', '/status')).toBe(202);
    expect(
      await say('msg_3', 'Hi', `whsec_${Buffer.from('not the secret of anybody').toString('base64')}`),
    ).toBe(401);
    const replies = await eventually(() => {
      expect(receiver.received).toHaveLength(2);
      return receiver.received.map(
        (reply) => verify(reply, SECRET) as { data: { text: string; inReplyTo: string } },
      );
    }, 15_000);
    expect(replies.map(({ data }) => data.inReplyTo)).toEqual(['msg_1', 'msg_2']);
    expect(replies[0]!.data.text).toContain('30 days');
  });
});
