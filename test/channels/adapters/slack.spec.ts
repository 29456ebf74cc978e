import { verifySlackRequest } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { createHmac } from 'node:crypto';
import { SystemClock } from '../../../src/kernel/clock';
import { SlackChannelAdapter } from '../../../src/contexts/channels/infrastructure/slack/slack.channel-adapter';
import { FakeSlack } from '../../support/fake-slack';
import { safeHttp } from '../../support/safe-http';
import { pieceTo, sendFailure } from './sending';
import { describeSignedRequests, NOW, providerRequest } from './signed-requests.contract';

const SECRETS = ['8f742231b10e8888abcd99yyyzzz85a5', 'former-signing-secret', 'of-another-app'] as const;
const TOKEN = 'xoxb-1-fake';
const CREDENTIALS = { signingSecret: [SECRETS[0]], botToken: [TOKEN] };

const signature = (body: string, secret: string, seconds: number) =>
  `v0=${createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex')}`;
const sign = (body: string, secret: string, at: Date) => {
  const seconds = Math.floor(at.getTime() / 1_000);
  return {
    'x-slack-signature': signature(body, secret, seconds),
    'x-slack-request-timestamp': String(seconds),
  };
};

const adapter = new SlackChannelAdapter(safeHttp(), new SystemClock());
const event = (fields: object, outer: object = {}) => ({
  ...{ token: 'x', team_id: 'T1', api_app_id: 'A1', type: 'event_callback', event_id: 'Ev1', event_time: 1 },
  ...outer,
  event: {
    type: 'message',
    channel: 'D1',
    channel_type: 'im',
    user: 'U1',
    ts: '1764000000.000100',
    ...fields,
  },
});
const parse = (body: object) => adapter.parse(providerRequest(JSON.stringify(body)));

describe('requests that Slack signs', () => {
  describeSignedRequests({
    ...{ adapter, sign, secrets: SECRETS },
    body: JSON.stringify(event({ text: 'Hello' })),
    reEncodedBody: JSON.stringify(event({ text: 'Hello' }), null, 1),
    credentialsOf: (signingSecret) => ({ signingSecret, botToken: [TOKEN] }),
    signatureHeader: 'x-slack-signature',
    timestampHeader: 'x-slack-request-timestamp',
  });

  it('are signed here as the vector of its documentation is, and as its own library expects [W1]', () => {
    const body =
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
    expect(signature(body, SECRETS[0], 1_531_420_618)).toBe(
      'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    );
    const headers = sign('{}', SECRETS[0], NOW);
    const given = {
      'x-slack-signature': headers['x-slack-signature'],
      'x-slack-request-timestamp': Number(headers['x-slack-request-timestamp']),
    };
    expect(() =>
      verifySlackRequest({
        signingSecret: SECRETS[0],
        body: '{}',
        headers: given,
        nowMilliseconds: NOW.getTime(),
      }),
    ).not.toThrow();
  });
});

describe('what Slack sends', () => {
  it('is answered with its challenge when it asks whether we are here [CH-22]', () => {
    const { messages, answer } = parse({ type: 'url_verification', token: 'x', challenge: '3eZbrw1aB' });
    expect(messages).toEqual([]);
    expect(answer).toEqual({ status: 200, contentType: 'text/plain; charset=utf-8', body: '3eZbrw1aB' });
  });

  it('becomes the message of a person, in the thread that the reply belongs to [CH-13] [CH-27]', () => {
    const { messages, answer } = parse(event({ text: 'Where is my &lt;parcel&gt; &amp; why?' }));
    expect(answer.status).toBe(200);
    expect(messages).toEqual([
      {
        providerMessageId: 'D1:1764000000.000100',
        ...{ from: 'U1', fromName: null, thread: 'D1', text: 'Where is my <parcel> & why?' },
        occurredAt: new Date(1_764_000_000_000),
        metadata: { team: 'T1' },
      },
    ]);
    const inRoom = { channel: 'C1', channel_type: 'channel', text: '<@UBOT> hello' };
    expect(parse(event(inRoom)).messages[0]).toMatchObject({ thread: 'C1:1764000000.000100', text: 'hello' });
    expect(parse(event({ ...inRoom, thread_ts: '1763.5' })).messages[0]?.thread).toBe('C1:1763.5');
  });

  it('is one message where a mention is told twice, under two event ids [CH-04]', () => {
    const mention = { channel: 'C1', text: '<@UBOT> hello' };
    const ids = [
      parse(event({ ...mention, type: 'app_mention' }, { event_id: 'Ev1' })),
      parse(event({ ...mention, type: 'message', channel_type: 'channel' }, { event_id: 'Ev2' })),
    ].map(({ messages }) => messages[0]?.providerMessageId);
    expect(ids).toEqual(['C1:1764000000.000100', 'C1:1764000000.000100']);
  });

  it.each([
    ['a bot', event({ text: 'hi', bot_id: 'B1' })],
    ['a bot of old', event({ text: 'hi', subtype: 'bot_message', user: undefined })],
    ['an edit', event({ subtype: 'message_changed', message: { text: 'new' } })],
    ['a removal', event({ subtype: 'message_deleted', deleted_ts: '1' })],
    ['somebody who joins', event({ text: '<@U2> has joined', subtype: 'channel_join' })],
    ['a reaction', event({ type: 'reaction_added', text: undefined })],
    ['nothing', event({ text: '  ' })],
    ['a time that is none', event({ text: 'hi', ts: 'now' })],
    ['an app that is removed', event({ type: 'app_uninstalled', text: undefined })],
    ['what nobody knows', { type: 'app_rate_limited', minute_rate_limited: 1 }],
    ['a list', { type: 'event_callback', event: [1] }],
  ])('is acknowledged, and no message, where it is about %s', (_, body) => {
    expect(parse(body)).toEqual({ messages: [], answer: { status: 200, contentType: null, body: '' } });
  });

  it('is refused where it is no JSON', () => {
    expect(() => adapter.parse(providerRequest('payload=%7B%7D'))).toThrow('The body is not JSON.');
  });

  it('shows mentions, rooms, calls and links as people see them', () => {
    const text = '<@UBOT>, <@U2|ann> in <#C9|help> <!here> <https://a.example/x|docs> <https://b.example>';
    expect(parse(event({ text })).messages[0]?.text).toBe(
      '@ann in #help @here docs (https://a.example/x) https://b.example',
    );
  });
});

describe('a reply on Slack', () => {
  it('is in its own markup, and calls nobody [T10] [CH-14]', () => {
    const reply = [
      '## Returns',
      'Within **30 days**, *not* later; see [the rules](https://a.example/r?a=1&b=2) & `a<b`.',
      '- one\n- two ~~three~~',
      '```js\nif (a < b) call("<!channel>");\n```',
      '<!channel> <@U1> @everyone @here @channel <https://evil.example|bank>',
    ].join('\n\n');
    expect(adapter.format(reply)).toEqual([
      [
        '*Returns*',
        'Within *30 days*, _not_ later; see <https://a.example/r?a=1&amp;b=2|the rules> &amp; `a&lt;b`.',
        '• one\n• two ~three~',
        '```\nif (a &lt; b) call("&lt;!channel&gt;");\n```',
        '&lt;!channel&gt; &lt;@U1&gt; @\u200beveryone @\u200bhere @\u200bchannel &lt;https://evil.example|bank&gt;',
      ].join('\n\n'),
    ]);
  });

  it('is cut into pieces that are short enough once they are escaped [CO-21]', () => {
    const pieces = adapter.format('Is it <this> & that? '.repeat(600));
    expect(pieces.length).toBeGreaterThan(3);
    for (const piece of pieces) {
      expect(piece.length).toBeLessThanOrEqual(4_000);
      expect(piece).toMatch(/^Is it .*that\?$/);
    }
  });
});

describe('sending to Slack', () => {
  let slack: FakeSlack;
  let sender: SlackChannelAdapter;

  beforeAll(async () => {
    slack = await FakeSlack.start(TOKEN);
    const http = safeHttp({ OUTBOUND_ALLOWED_HOSTS: slack.host });
    sender = new SlackChannelAdapter(http, new SystemClock(), slack.url);
  });
  afterEach(() => void (slack.instead = null));
  afterAll(() => slack.stop());

  const send = (thread: string, credentials = CREDENTIALS) =>
    sender.send(pieceTo(thread), credentials, new AbortController().signal);

  it('goes to a fake that its own client takes for Slack', async () => {
    const client = new WebClient(TOKEN, { slackApiUrl: `${slack.url}/` });
    await expect(client.chat.postMessage({ channel: 'C1', text: 'hi' })).resolves.toMatchObject({ ok: true });
  });

  it('posts into the thread, without turning names and links into more than words [CH-12]', async () => {
    const { providerMessageId } = await send('C1:1764.5');
    expect(providerMessageId).toMatch(/^C1:1764000000\.\d{6}$/);
    expect(slack.posted.at(-1)).toEqual({
      ...{ channel: 'C1', thread_ts: '1764.5', text: 'Hello', mrkdwn: true },
      ...{ parse: 'none', link_names: false, unfurl_links: false, unfurl_media: false },
    });
    await send('D1');
    expect(slack.posted.at(-1)).not.toHaveProperty('thread_ts');
  });

  it.each([
    [{ retryAfter: 7 }, 'unavailable', 'channel_provider_busy', 7],
    [{ error: 'ratelimited' }, 'unavailable', 'channel_provider_busy', undefined],
    [{ error: 'internal_error' }, 'unavailable', 'channel_provider_unclear', undefined],
    [{ status: 500 }, 'unavailable', 'channel_provider_unclear', undefined],
    [{ error: 'is_archived' }, 'unprocessable', 'channel_provider_refused', undefined],
    [{ status: 404 }, 'unprocessable', 'channel_provider_refused', undefined],
  ] as const)('is over for good, or not, as %j says', async (instead, kind, code, retryAfterSeconds) => {
    slack.instead = instead;
    expect(await sendFailure(send('C1'))).toEqual({ kind, code, retryAfterSeconds });
  });

  it('says in which words Slack has refused, and speaks with the newest token', async () => {
    await expect(send('x1')).rejects.toThrow('Slack refused the message: channel_not_found.');
    await expect(send('C1', { ...CREDENTIALS, botToken: ['new', TOKEN] })).rejects.toThrow('invalid_auth');
    await expect(send('C1', { ...CREDENTIALS, botToken: [] })).rejects.toThrow(
      'The channel has no botToken.',
    );
  });
});
