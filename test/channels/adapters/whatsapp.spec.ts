import { createHmac } from 'node:crypto';
import { WhatsappChannelAdapter } from '../../../src/contexts/channels/infrastructure/whatsapp/whatsapp.channel-adapter';
import { SystemClock } from '../../../src/kernel/clock';
import { FakeWhatsapp } from '../../support/fake-whatsapp';
import { safeHttp } from '../../support/safe-http';
import { pieceTo, sendFailure } from './sending';
import { describeSignedRequests, providerRequest, PUBLIC_URL } from './signed-requests.contract';

const [NUMBER, CUSTOMER] = ['106540352242922', '16505551234'];
const SECRETS = ['app-secret', 'former-secret', 'secret-of-another-app'] as const;
const CREDENTIALS = {
  ...{
    phoneNumberId: [NUMBER],
    appSecret: [SECRETS[0]],
    verifyToken: ['word', 'old'],
    accessToken: ['EAA1'],
  },
};
const adapter = new WhatsappChannelAdapter(safeHttp(), new SystemClock());
const sign = (body: string, secret: string) => ({
  'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
});
const event = (message: object, number: string = NUMBER, value: object = {}) => ({
  object: 'whatsapp_business_account',
  entry: [
    {
      id: '1',
      changes: [
        {
          field: 'messages',
          value: {
            ...{ messaging_product: 'whatsapp', metadata: { phone_number_id: number } },
            contacts: [{ profile: { name: 'Ann' }, wa_id: CUSTOMER }],
            messages: [{ from: CUSTOMER, id: 'wamid.A', timestamp: '1764000000', ...message }],
            ...value,
          },
        },
      ],
    },
  ],
});
const said = (body: string) => event({ type: 'text', text: { body } });
const parse = (body: object) => adapter.parse(providerRequest(JSON.stringify(body)), CREDENTIALS);

describe('requests that Meta signs', () => {
  describeSignedRequests({
    ...{ adapter, sign, secrets: SECRETS, signatureHeader: 'x-hub-signature-256', timestampHeader: null },
    ...{ body: JSON.stringify(said('Hello')), reEncodedBody: JSON.stringify(said('Hello'), null, 1) },
    credentialsOf: (appSecret) => ({ appSecret, verifyToken: ['word'] }),
  });

  it('are signed as the vector of the same scheme in the documentation of GitHub [W1]', () => {
    const request = providerRequest('Hello, World!', {
      'x-hub-signature-256': 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
    });
    expect(adapter.refusalOf(request, { appSecret: ["It's a Secret to Everybody"] })).toBeNull();
  });

  it('begin with a handshake, whose challenge is answered for the word of the channel [CH-28]', () => {
    const asked = (query: string, body = '') =>
      providerRequest(body, {}, `${PUBLIC_URL}?hub.mode=subscribe&hub.challenge=1158201444&${query}`);
    for (const word of ['word', 'old'])
      expect(adapter.refusalOf(asked(`hub.verify_token=${word}`), CREDENTIALS)).toBeNull();
    expect(adapter.parse(asked('hub.verify_token=word'), CREDENTIALS).answer).toEqual({
      ...{ status: 200, contentType: 'text/plain; charset=utf-8', body: '1158201444' },
    });
    for (const query of ['hub.verify_token=x', '', 'hub.verify_token=word&hub.verify_token=word'])
      expect(adapter.refusalOf(asked(query), CREDENTIALS)).not.toBeNull();
    expect(adapter.refusalOf(asked('hub.verify_token=word', '{}'), CREDENTIALS)).not.toBeNull();
    expect(adapter.refusalOf(asked('hub.verify_token='), { ...CREDENTIALS, verifyToken: [] })).not.toBeNull();
    const markup = providerRequest('', {}, `${PUBLIC_URL}?hub.mode=subscribe&hub.challenge=<script>`);
    expect(adapter.parse(markup, CREDENTIALS).answer.body).toBe('');
  });
});

describe('what WhatsApp sends', () => {
  it('becomes the message of a number [CH-13] [CH-28]', () => {
    expect(parse(said(' Hello '))).toEqual({
      answer: { status: 200, contentType: null, body: '' },
      messages: [
        {
          ...{
            providerMessageId: 'wamid.A',
            from: CUSTOMER,
            fromName: 'Ann',
            thread: CUSTOMER,
            text: 'Hello',
          },
          ...{ occurredAt: new Date(1_764_000_000_000), metadata: {} },
        },
      ],
    });
  });

  it.each([
    [{ type: 'button', button: { text: 'Yes', payload: 'y' } }, 'Yes'],
    [
      { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: '1', title: 'No' } } },
      'No',
    ],
    [
      { type: 'interactive', interactive: { type: 'list_reply', list_reply: { id: '1', title: 'One' } } },
      'One',
    ],
    [{ type: 'image', image: { id: '1', caption: 'This one' } }, 'This one'],
  ])('is heard also where it is tapped or below a picture (%#)', (message, text) => {
    expect(parse(event(message)).messages[0]?.text).toBe(text);
  });

  it.each([
    ['a receipt', event({}, NUMBER, { messages: undefined, statuses: [{ id: 'wamid.B', status: 'read' }] })],
    ['a reaction', event({ type: 'reaction', reaction: { emoji: 'x', message_id: 'wamid.B' } })],
    ['a voice message', event({ type: 'audio', audio: { id: '1', voice: true } })],
    ['another number of the account', event({ type: 'text', text: { body: 'x' } }, '999')],
    ['another product', { ...said('x'), object: 'page' }],
    ['a time that is none', event({ type: 'text', text: { body: 'x' }, timestamp: 'now' })],
  ])('is no message where it is about %s', (_, body) => {
    expect(parse(body).messages).toEqual([]);
  });
});

describe('a reply on WhatsApp', () => {
  it('is in its own markup, in pieces that are short enough [CH-14] [CO-21] [T10]', () => {
    expect(adapter.format('**Yes**, *soon*, ~~no~~ `x` [docs](https://a.example)\n\n```\na\n```')).toEqual([
      '*Yes*, _soon_, ~no~ `x` docs (https://a.example)\n\n```\na\n```',
    ]);
    const pieces = adapter.format('Some **bold** words. '.repeat(500));
    expect(pieces.length).toBeGreaterThan(1);
    for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(4_096);
  });
});

describe('sending to WhatsApp', () => {
  let whatsapp: FakeWhatsapp;
  let sender: WhatsappChannelAdapter;

  beforeAll(async () => {
    whatsapp = await FakeWhatsapp.start(NUMBER, 'EAA1');
    const http = safeHttp({ OUTBOUND_ALLOWED_HOSTS: whatsapp.host });
    sender = new WhatsappChannelAdapter(http, new SystemClock(), whatsapp.url);
  });
  afterEach(() => void (whatsapp.instead = null));
  afterAll(() => whatsapp.stop());

  const send = (
    fields: Parameters<typeof pieceTo>[1] = {},
    credentials: Record<string, string[]> = CREDENTIALS,
  ) => sender.send(pieceTo(CUSTOMER, fields), credentials, new AbortController().signal);

  it('answers the message that it is about [CH-12] [CH-28]', async () => {
    expect(await send({ inReplyTo: 'wamid.A' })).toEqual({ providerMessageId: 'wamid.1' });
    expect(whatsapp.messages.at(-1)).toMatchObject({
      ...{ to: CUSTOMER, text: { body: 'Hello', preview_url: false }, context: { message_id: 'wamid.A' } },
    });
  });

  it.each([
    [{ status: 400, code: 130_429 }, 'unavailable', 'channel_provider_busy'],
    [{ status: 400, code: 131_056 }, 'unavailable', 'channel_provider_busy'],
    [{ status: 500, code: 131_000 }, 'unavailable', 'channel_provider_unclear'],
    [{ status: 400, code: 131_047 }, 'unprocessable', 'channel_provider_refused'],
  ])('is over for good, or not, as %j says', async (instead, kind, code) => {
    whatsapp.instead = instead;
    expect(await sendFailure(send())).toEqual({ kind, code, retryAfterSeconds: undefined });
  });

  it('says why WhatsApp refused', async () => {
    await expect(send({}, { ...CREDENTIALS, accessToken: ['x'] })).rejects.toThrow('190 Invalid OAuth');
  });
});
