import { Webhook } from 'standardwebhooks';
import { type ProviderRequest } from '../../src/contexts/channels/domain/channel-adapter';
import { standardWebhookRefusal } from '../../src/contexts/channels/infrastructure/standard-webhook';

const SECRET = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;
const OTHER = `whsec_${Buffer.from('another one of that size.').toString('base64')}`;
const BODY = '{"from":"Ada",  "text":"Hello"}';
const NOW = new Date('2026-11-24T12:00:00Z');

/** As the official library signs it. */
function request(
  secret = SECRET,
  sentAt = NOW,
  change: Partial<Record<string, string[]>> = {},
): ProviderRequest {
  const headers = {
    'webhook-id': ['msg_1'],
    'webhook-timestamp': [String(Math.floor(sentAt.getTime() / 1_000))],
    'webhook-signature': [new Webhook(secret).sign('msg_1', sentAt, BODY)],
    ...change,
  } as Record<string, string[]>;
  return { publicUrl: 'https://example.com/', headers, rawBody: Buffer.from(BODY), receivedAt: NOW };
}
const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);

describe('A signature of Standard Webhooks', () => {
  it('made by the official library is taken [W1]', () => {
    expect(standardWebhookRefusal(request(), [SECRET])).toBeNull();
  });

  it('is refused for another secret, a changed byte, or headers that are missing or there twice [W2 W5]', () => {
    expect(standardWebhookRefusal(request(OTHER), [SECRET])).not.toBeNull();
    expect(standardWebhookRefusal(request(), [])).not.toBeNull();
    const reencoded = Buffer.from(JSON.stringify(JSON.parse(BODY)));
    expect(standardWebhookRefusal({ ...request(), rawBody: reencoded }, [SECRET])).not.toBeNull();
    for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature']) {
      const { headers } = request();
      expect(standardWebhookRefusal(request(SECRET, NOW, { [name]: [] }), [SECRET])).not.toBeNull();
      const twice = [...headers[name]!, ...headers[name]!];
      expect(standardWebhookRefusal(request(SECRET, NOW, { [name]: twice }), [SECRET])).not.toBeNull();
    }
  });

  it('is refused when it is older or newer than five minutes [W3]', () => {
    const verdicts = [-300, 300, -301, 301].map((seconds) =>
      standardWebhookRefusal(request(SECRET, after(seconds)), [SECRET]),
    );
    expect(verdicts.map((verdict) => verdict === null)).toEqual([true, true, false, false]);
  });

  it('is taken by either of two secrets during a rotation, and by no third [W4]', () => {
    const third = `whsec_${Buffer.from('and a third one, as long.').toString('base64')}`;
    expect(standardWebhookRefusal(request(SECRET), [OTHER, SECRET])).toBeNull();
    expect(standardWebhookRefusal(request(OTHER), [OTHER, SECRET])).toBeNull();
    expect(standardWebhookRefusal(request(third), [OTHER, SECRET])).not.toBeNull();
  });
});
