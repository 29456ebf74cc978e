import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { uuidv7 } from '../../src/kernel/ids';
import { outboundRefused, outboundTimeout } from '../../src/platform/outbound/outbound-errors';
import { type OutboundAnswer } from '../../src/platform/outbound/safe-http';
import { jobToSend, parseWebhookJob } from '../../src/platform/webhooks/webhook-job';
import { backoffSeconds, retryAfterSeconds } from '../../src/platform/webhooks/webhook-schedule';
import { signedHeaders } from '../../src/platform/webhooks/webhook-signature';
import { verdictOnAnswer, verdictOnFailure } from '../../src/platform/webhooks/webhook-verdict';

const NOW = new Date('2026-11-21T10:00:00Z');

describe('A webhook’s signature', () => {
  const message = { id: uuidv7(), sentAt: new Date(), body: '{"type":"a.b","data":{"title":"Grüße"}}' };
  const secrets = [randomBytes(32), randomBytes(32)];

  it('is that of the published example', () => {
    const headers = signedHeaders(
      {
        id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
        sentAt: new Date(1_614_265_330_000),
        body: '{"test": 2432232314}',
      },
      [Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64')],
    );
    expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('is taken by the official library for either secret, and for no third one [W12]', () => {
    const headers = signedHeaders(message, secrets);
    for (const secret of secrets) {
      const verified = new Webhook(`whsec_${secret.toString('base64')}`).verify(message.body, headers);
      expect(verified).toEqual(JSON.parse(message.body));
    }
    const third = new Webhook(`whsec_${randomBytes(32).toString('base64')}`);
    expect(() => third.verify(message.body, headers)).toThrow();
  });

  it('holds for no other body, id or time [W12]', () => {
    const webhook = new Webhook(secrets[0]!.toString('base64'));
    const headers = signedHeaders(message, secrets);
    expect(() => webhook.verify(`${message.body} `, headers)).toThrow();
    expect(() => webhook.verify(message.body, { ...headers, 'webhook-id': uuidv7() })).toThrow();
    const long = signedHeaders({ ...message, sentAt: new Date(Date.now() - 301_000) }, secrets);
    expect(() => webhook.verify(message.body, long)).toThrow();
  });
});

describe('The next attempt', () => {
  it('comes four times as late as the one before, within a day, half of it by chance [W12]', () => {
    const [soonest, latest] = [0, 1].map((chance) =>
      [1, 2, 3, 7, 20].map((n) => backoffSeconds(n, 5_000, chance)),
    );
    expect(soonest).toEqual([2.5, 10, 40, 10_240, 43_200]);
    expect(latest).toEqual([5, 20, 80, 20_480, 86_400]);
  });

  it.each([
    ['120', 120],
    ['0', 0],
    ['Sat, 21 Nov 2026 10:02:00 GMT', 120],
    ['Sat, 21 Nov 2026 09:00:00 GMT', 0],
    ['99999999', 86_400],
    ['Sat, 21 Nov 2099 10:00:00 GMT', 86_400],
    ['-5', null],
    ['soon', null],
    ['', null],
    [undefined, null],
  ])('waits for what Retry-After %j says: %j', (header, seconds) => {
    expect(retryAfterSeconds(header, NOW)).toBe(seconds);
  });
});

describe('What an attempt came to', () => {
  const answer = (status: number, more: Partial<OutboundAnswer> = {}): OutboundAnswer => ({
    status,
    contentType: null,
    charset: null,
    headers: {},
    bytes: Buffer.alloc(0),
    finalUrl: 'https://example.com/',
    ...more,
  });

  it.each([200, 201, 202, 204, 299])('is a delivery for %i', (status) => {
    expect(verdictOnAnswer(answer(status), NOW)).toEqual({ kind: 'delivered', status });
  });

  it.each([
    [301, false],
    [307, false],
    [400, false],
    [404, false],
    [410, true],
    [429, false],
    [500, false],
    [503, false],
  ])('is a failure for %i, for good: %s [W12]', (status, isFinal) => {
    const failure = { kind: 'failed', status, reason: `The receiver answered ${status}.`, isFinal };
    expect(verdictOnAnswer(answer(status), NOW)).toMatchObject(failure);
  });

  it('listens to Retry-After only from who is busy', () => {
    const headers = { 'retry-after': '60' };
    const waits = [429, 503, 500].map((status) => verdictOnAnswer(answer(status, { headers }), NOW));
    expect(waits).toMatchObject([{ retryAfter: 60 }, { retryAfter: 60 }, { retryAfter: null }]);
  });

  it('keeps 500 characters of the words, if they are words, and nothing that steers', () => {
    const wordsOf = (contentType: string | null, text: string) =>
      verdictOnAnswer(answer(500, { contentType, bytes: Buffer.from(text) }), NOW);
    expect(wordsOf('application/problem+json', 'a\u0000b\r\nc\u202ed')).toMatchObject({ words: 'a b c d' });
    expect(wordsOf('text/plain', '😀'.repeat(600))).toMatchObject({ words: '😀'.repeat(500) });
    for (const type of ['image/png', 'application/octet-stream', null])
      expect(wordsOf(type, 'words')).toMatchObject({ words: '' });
  });

  it('is final for an address that is refused, and for nothing else that broke', () => {
    expect(verdictOnFailure(outboundRefused('it is secret'))).toMatchObject({
      isFinal: true,
      status: null,
      reason: 'This address cannot be called: it is secret.',
    });
    expect(verdictOnFailure(outboundTimeout())).toMatchObject({ isFinal: false, status: null });
  });
});

describe('A job to send a webhook', () => {
  const delivery = { workspaceId: uuidv7(), id: uuidv7(), round: 2, attempts: 1 };

  it('is read as it was written, and is another for every attempt', () => {
    const job = jobToSend(delivery);
    expect(parseWebhookJob(job.data)).toMatchObject(delivery);
    for (const other of [{ round: 3 }, { attempts: 2 }])
      expect(jobToSend({ ...delivery, ...other }).opts.jobId).not.toBe(job.opts.jobId);
  });

  it.each([
    null,
    'words',
    {},
    { ...delivery, deliveryId: 'x' },
    { workspaceId: null, deliveryId: delivery.id, round: 0, attempts: 0 },
    { workspaceId: delivery.workspaceId, deliveryId: delivery.id, round: '0', attempts: 0 },
  ])('is not %j', (data) => {
    expect(() => parseWebhookJob(data)).toThrow('This is not a job to send a webhook.');
  });
});
