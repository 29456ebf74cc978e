import { SystemClock } from '../../../src/kernel/clock';
import { VoiceChannelAdapter } from '../../../src/contexts/channels/infrastructure/voice/voice.channel-adapter';
import { FakeTwilio } from '../../support/fake-twilio';
import { safeHttp } from '../../support/safe-http';
import { pieceTo, sendFailure } from './sending';
import { NOW, providerRequest, PUBLIC_URL } from './signed-requests.contract';

const [ACCOUNT, TOKEN, CALL, CALLER] = ['AC0123', 'token-of-tests', 'CA0123', '+14155550100'];
const CREDENTIALS = { accountSid: [ACCOUNT], authToken: [TOKEN] };
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>';

const adapter = new VoiceChannelAdapter(safeHttp(), new SystemClock());
const parse = (
  url: string,
  fields: Record<string, string> = {},
  known: Record<string, string[]> = CREDENTIALS,
) => {
  const form = { CallSid: CALL, CallStatus: 'in-progress', From: CALLER, To: '+14155550199', ...fields };
  return adapter.parse(providerRequest(new URLSearchParams(form).toString(), FORM, url), known);
};
/** The address that a verb of the script names, as Twilio reads it. */
const addressIn = (script: string, verb: 'Gather' | 'Redirect') => {
  const found = verb === 'Gather' ? /<Gather[^>]* action="([^"]+)"/ : /<Redirect method="POST">([^<]+)</;
  return (found.exec(script)?.[1] ?? '').replaceAll('&amp;', '&');
};

describe('a call', () => {
  it('is greeted and listened to [CH-01]', () => {
    const { messages, answer } = parse(PUBLIC_URL);
    expect(messages).toEqual([]);
    expect(answer.contentType).toBe('text/xml; charset=utf-8');
    expect(answer.body).toBe(
      `${HEAD}<Response><Gather input="speech" action="${PUBLIC_URL}?turn=1" method="POST" speechTimeout="auto" ` +
        'language="en-US"><Say language="en-US">Hello. How can I help you?</Say></Gather>' +
        `<Redirect method="POST">${PUBLIC_URL}?turn=1&amp;silent=1</Redirect></Response>`,
    );
  });

  it('is in the language of the channel, with its own greeting, escaped [T10]', () => {
    const german = parse(PUBLIC_URL, {}, { ...CREDENTIALS, language: ['de-DE'] }).answer.body;
    expect(german).toContain('<Say language="de-DE">Guten Tag. Wie kann ich Ihnen helfen?</Say>');
    const own = { language: ['xx"><Hangup/>'], greeting: ['<Dial>911</Dial> & co\u0000'] };
    const hostile = parse(PUBLIC_URL, {}, { ...CREDENTIALS, ...own }).answer.body;
    expect(hostile).toContain('&lt;Dial&gt;911&lt;/Dial&gt; &amp; co</Say>');
    expect(hostile).not.toContain('<Hangup');
  });

  it('becomes a message when the caller has spoken, and waits for the reply [CH-13]', () => {
    const { messages, answer } = parse(`${PUBLIC_URL}?turn=1`, {
      SpeechResult: 'Where is it?',
      Confidence: '0.9',
    });
    expect(messages).toEqual([
      {
        ...{
          providerMessageId: `${CALL}:1`,
          from: CALLER,
          fromName: null,
          thread: CALL,
          text: 'Where is it?',
        },
        occurredAt: NOW,
        metadata: { callbackUrl: PUBLIC_URL, turn: '1', confidence: '0.9', to: '+14155550199' },
      },
    ]);
    expect(answer.body).toContain('One moment, please.</Say><Pause length="15"/><Redirect');
    expect(addressIn(answer.body, 'Redirect')).toBe(`${PUBLIC_URL}?turn=1&waited=1`);
  });

  it('is the same message when Twilio asks again [CH-04]', () => {
    const ids = [1, 2].map(() => parse(`${PUBLIC_URL}?turn=ab12`, { SpeechResult: 'Yes' }).messages[0]);
    expect(ids.map((message) => message?.providerMessageId)).toEqual([`${CALL}:ab12`, `${CALL}:ab12`]);
  });

  it('waits for a minute and a half, then apologises and listens to something new', () => {
    let url = `${PUBLIC_URL}?turn=1&waited=1`;
    for (let waits = 1; waits <= 6; waits++) {
      const { messages, answer } = parse(url);
      expect(messages).toEqual([]);
      expect(answer.body).not.toContain('<Say');
      url = addressIn(answer.body, 'Redirect');
    }
    const { body } = parse(url).answer;
    expect(body).toContain('I am sorry');
    expect(addressIn(body, 'Gather')).toMatch(/\?turn=[0-9a-f]{12}$/);
  });

  it('is asked twice whether somebody is there, then ended', () => {
    let url = `${PUBLIC_URL}?turn=1&silent=1`;
    for (let times = 1; times <= 2; times++) {
      const { body } = parse(url).answer;
      expect(body).toContain('Are you still there?');
      url = addressIn(body, 'Redirect');
    }
    expect(parse(url).answer.body).toBe(
      `${HEAD}<Response><Say language="en-US">Goodbye.</Say><Hangup/></Response>`,
    );
  });

  it.each(['completed', 'busy', 'failed', 'no-answer', 'canceled'])(
    'that is %s hears nothing more',
    (CallStatus) => {
      const { messages, answer } = parse(`${PUBLIC_URL}?turn=1`, { CallStatus, SpeechResult: 'late' });
      expect({ messages, body: answer.body }).toEqual({ messages: [], body: `${HEAD}<Response></Response>` });
    },
  );
});

describe('a spoken reply', () => {
  it('is without markup, addresses and references [CH-14] [T10]', () => {
    expect(
      adapter.format('## Fees\n\n**Two** euros [1], see [our list](https://a.example/x).\n\n- one\n- two'),
    ).toEqual(['Fees\n\nTwo euros, see our list.\n\none\ntwo']);
  });

  it('is one piece that ends with a sentence, as a second one would cut it off [CO-21]', () => {
    const pieces = adapter.format('It is <this> & that. '.repeat(300));
    expect(pieces).toHaveLength(1);
    expect(pieces[0]).toMatch(/that\.$/);
    expect(adapter.format(' ')).toEqual([]);
  });
});

describe('speaking on a call', () => {
  let twilio: FakeTwilio;
  let sender: VoiceChannelAdapter;

  beforeAll(async () => {
    twilio = await FakeTwilio.start(ACCOUNT, TOKEN);
    const http = safeHttp({ OUTBOUND_ALLOWED_HOSTS: twilio.host });
    sender = new VoiceChannelAdapter(http, new SystemClock(), twilio.url);
  });
  beforeEach(() => twilio.scripts.set(CALL, 'waiting'));
  afterAll(() => twilio.stop());

  const send = (call: string, fields: Parameters<typeof pieceTo>[1] = {}) =>
    sender.send(pieceTo(call, fields), CREDENTIALS, new AbortController().signal);
  const metadata = { callbackUrl: PUBLIC_URL, turn: '1' };

  it('ends the wait with the reply, and listens again for another turn [CH-12]', async () => {
    await send(CALL, { metadata, text: 'Within <30> days.' });
    const script = twilio.scripts.get(CALL)!;
    expect(script).toContain('<Say language="en-US">Within &lt;30&gt; days.</Say></Gather><Redirect');
    const { messages } = parse(addressIn(script, 'Gather'), { SpeechResult: 'Thanks' });
    expect(messages[0]?.providerMessageId).toMatch(/^CA0123:[0-9a-f]{12}$/);
    await send(CALL, { metadata, text: 'Within <30> days.' });
    expect(twilio.scripts.get(CALL)).toBe(script);
  });

  it('takes the longest reply that there is, whatever has to be escaped', async () => {
    await send(CALL, { metadata, text: adapter.format('<&> "it"\'s. '.repeat(500))[0]! });
    expect(twilio.scripts.get(CALL)).toContain('&lt;&amp;&gt;');
  });

  it('is too late once the call is over, or where the call is not known', async () => {
    const refused = { kind: 'unprocessable', code: 'channel_provider_refused', retryAfterSeconds: undefined };
    expect(await sendFailure(send('CA9', { metadata }))).toEqual(refused);
    expect(await sendFailure(send(CALL))).toEqual(refused);
  });
});
