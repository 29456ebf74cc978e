import { SystemClock } from '../../../src/kernel/clock';
import { segmentsOf } from '../../../src/contexts/channels/infrastructure/sms/sms-segments';
import { SmsChannelAdapter } from '../../../src/contexts/channels/infrastructure/sms/sms.channel-adapter';
import { FakeTwilio } from '../../support/fake-twilio';
import { safeHttp } from '../../support/safe-http';
import { pieceTo, sendFailure } from './sending';
import { NOW, providerRequest } from './signed-requests.contract';

const [ACCOUNT, TOKEN, CUSTOMER] = ['AC0123', 'token-of-tests', '+14155550100'];
const CREDENTIALS = { accountSid: [ACCOUNT], authToken: [TOKEN], sender: ['+14155550199'] };
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

const adapter = new SmsChannelAdapter(safeHttp(), new SystemClock());
const received = {
  MessageSid: 'SM1',
  SmsStatus: 'received',
  From: CUSTOMER,
  To: '+14155550199',
  Body: ' Hello ü ',
};
const parse = (fields: Record<string, string>) =>
  adapter.parse(providerRequest(new URLSearchParams(fields).toString(), FORM));

describe('a text message', () => {
  it('is a message of a number, and is acknowledged with nothing to say [CH-01] [CH-13]', () => {
    const { messages, answer } = parse(received);
    expect(messages).toEqual([
      {
        ...{ providerMessageId: 'SM1', from: CUSTOMER, fromName: null, thread: CUSTOMER, text: 'Hello ü' },
        ...{ occurredAt: NOW, metadata: { to: '+14155550199' } },
      },
    ]);
    expect(answer).toEqual({
      ...{ status: 200, contentType: 'text/xml; charset=utf-8' },
      body: '<?xml version="1.0" encoding="UTF-8"?><Response></Response>',
    });
  });

  it('is read from JSON as well', () => {
    const request = providerRequest(JSON.stringify(received), { 'content-type': 'application/json' });
    expect(adapter.parse(request).messages[0]?.text).toBe('Hello ü');
    expect(adapter.parse(providerRequest('')).messages).toEqual([]);
  });

  it.each([
    ['how one of ours fares', { ...received, MessageStatus: 'delivered', SmsStatus: 'delivered' }],
    ['STOP, which Twilio answers itself', { ...received, Body: 'STOP', OptOutType: 'STOP' }],
    ['a picture without a word', { ...received, Body: '', NumMedia: '1' }],
    ['nothing at all', {}],
  ])('is none where it is about %s', (_, fields) => {
    expect(parse(fields as Record<string, string>).messages).toEqual([]);
  });
});

describe('a reply by text message', () => {
  it('has no markup, and the alphabet that costs least [CH-14] [T10]', () => {
    expect(adapter.format('**It’s** “here” – see [docs](https://a.example/d) …\n\n- one\u00a0two')).toEqual([
      'It\'s "here" - see docs (https://a.example/d) ...\n\n- one two',
    ]);
  });

  it.each([
    ['a'.repeat(160), 1],
    ['a'.repeat(161), 2],
    ['€'.repeat(80), 1],
    ['€'.repeat(81), 2],
    ['я'.repeat(70), 1],
    ['я'.repeat(71), 2],
    ['😀'.repeat(35), 1],
    ['😀'.repeat(36), 2],
  ])('is paid for in segments (%#)', (text, segments) => {
    expect(segmentsOf(text)).toBe(segments);
  });

  it('is cut at ten segments, in whichever alphabet it is [CO-21]', () => {
    for (const [sentence, most] of [
      ['You can return it. ', 1_530],
      ['Можно вернуть. ', 670],
    ] as const) {
      const pieces = adapter.format(sentence.repeat(200));
      expect(pieces.length).toBeGreaterThan(1);
      for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(most);
      expect(pieces.join(' ')).toBe(sentence.repeat(200).trim());
    }
  });
});

describe('sending a text message', () => {
  let twilio: FakeTwilio;
  let sender: SmsChannelAdapter;

  beforeAll(async () => {
    twilio = await FakeTwilio.start(ACCOUNT, TOKEN);
    const http = safeHttp({ OUTBOUND_ALLOWED_HOSTS: twilio.host });
    sender = new SmsChannelAdapter(http, new SystemClock(), twilio.url);
  });
  afterEach(() => void (twilio.instead = null));
  afterAll(() => twilio.stop());

  const send = (thread: string = CUSTOMER, credentials: Record<string, string[]> = CREDENTIALS) =>
    sender.send(pieceTo(thread), credentials, new AbortController().signal);

  it('goes out from the number, or the service, of the channel [CH-12]', async () => {
    expect((await send()).providerMessageId).toMatch(/^SM\d{32}$/);
    expect(twilio.messages.at(-1)).toEqual({ To: CUSTOMER, From: '+14155550199', Body: 'Hello' });
    await send(CUSTOMER, { ...CREDENTIALS, sender: ['MG1'] });
    expect(twilio.messages.at(-1)).toEqual({ To: CUSTOMER, MessagingServiceSid: 'MG1', Body: 'Hello' });
  });

  it.each([
    [{ status: 429, code: 20_429, retryAfter: 2 }, 'unavailable', 'channel_provider_busy', 2],
    [{ status: 503, retryAfter: 9 }, 'unavailable', 'channel_provider_busy', 9],
    [{ status: 503 }, 'unavailable', 'channel_provider_unclear', undefined],
    [{ status: 400, code: 21_610 }, 'unprocessable', 'channel_provider_refused', undefined],
  ])('is over for good, or not, as %j says', async (instead, kind, code, retryAfterSeconds) => {
    twilio.instead = instead;
    expect(await sendFailure(send())).toEqual({ kind, code, retryAfterSeconds });
  });

  it('says why Twilio refused', async () => {
    await expect(send('nobody')).rejects.toThrow("21211 Invalid 'To' Phone Number");
    await expect(send(CUSTOMER, { ...CREDENTIALS, authToken: ['x'] })).rejects.toThrow('20003 Authenticate');
  });
});
