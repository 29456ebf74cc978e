import { verifyKey } from 'discord-interactions';
import { Webhook } from 'standardwebhooks';
import nacl from 'tweetnacl';
import { SystemClock } from '../../../src/kernel/clock';
import { DiscordChannelAdapter } from '../../../src/contexts/channels/infrastructure/discord/discord.channel-adapter';
import { FakeDiscord } from '../../support/fake-discord';
import { safeHttp } from '../../support/safe-http';
import { pieceTo, sendFailure } from './sending';
import { describeSignedRequests, NOW, providerRequest } from './signed-requests.contract';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const keyPair = (seed: number) => nacl.sign.keyPair.fromSeed(new Uint8Array(32).fill(seed));
const SECRETS = [1, 2, 3].map((seed) => hex(keyPair(seed).secretKey)) as [string, string, string];
const publicKeyOf = (secret: string) => secret.slice(64);
const BOT = 'bot-token-of-tests';
/** The example of Discord's documentation, of which it says the time. */
const ID = '175928847299117063';
const [CHANNEL, USER, APP] = ['2000000000000000001', '3000000000000000001', '4000000000000000001'];

const sign = (body: string, secret: string, at: Date) => {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const signature = nacl.sign.detached(Buffer.from(timestamp + body), Buffer.from(secret, 'hex'));
  return { 'x-signature-ed25519': hex(signature), 'x-signature-timestamp': timestamp };
};

const adapter = new DiscordChannelAdapter(safeHttp(), new SystemClock());
const parse = (body: object, headers = {}) => adapter.parse(providerRequest(JSON.stringify(body), headers));
const command = (name: string, value?: unknown, fields: object = {}) => ({
  ...{ id: ID, application_id: APP, type: 2, token: 'interaction-token', channel_id: CHANNEL, locale: 'de' },
  member: { nick: 'Ann', user: { id: USER, username: 'ann_1', global_name: 'Ann K' } },
  data: {
    id: '1',
    name,
    type: 1,
    options: value === undefined ? [] : [{ name: 'question', type: 3, value }],
  },
  ...fields,
});
const RELAY_SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;

describe('requests that Discord signs', () => {
  describeSignedRequests({
    ...{ adapter, sign, secrets: SECRETS },
    body: JSON.stringify(command('ask', 'Hello')),
    reEncodedBody: JSON.stringify(command('ask', 'Hello'), null, 1),
    credentialsOf: (secrets) => ({ publicKey: secrets.map(publicKeyOf) }),
    signatureHeader: 'x-signature-ed25519',
    timestampHeader: 'x-signature-timestamp',
  });

  it('are those that its own library takes as well [W1]', async () => {
    const headers = sign('{}', SECRETS[0], NOW);
    await expect(
      verifyKey(
        '{}',
        headers['x-signature-ed25519'],
        headers['x-signature-timestamp'],
        publicKeyOf(SECRETS[0]),
      ),
    ).resolves.toBe(true);
  });

  it('are refused where the key is none [W2]', () => {
    const request = providerRequest('{}', sign('{}', SECRETS[0], NOW));
    for (const publicKey of ['', 'zz', SECRETS[0], `${publicKeyOf(SECRETS[0])}00`])
      expect(adapter.refusalOf(request, { publicKey: [publicKey] })).not.toBeNull();
  });
});

describe('what a relay forwards to a Discord channel', () => {
  const signed = (body: string, secret: string, at: Date) => ({
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign('msg_1', at, body),
  });
  const said = (fields: object = {}, t = 'MESSAGE_CREATE') => ({
    ...{ op: 0, s: 1, t },
    d: {
      ...{ id: ID, channel_id: CHANNEL, type: 0, content: '<@4000000000000000001> Hello' },
      author: { id: USER, username: 'ann_1', bot: false },
      ...fields,
    },
  });
  const relayed = (body: object) => parse(body, { 'webhook-signature': 'v1,x' });

  describeSignedRequests({
    ...{ adapter, sign: signed, signatureHeader: 'webhook-signature', timestampHeader: 'webhook-timestamp' },
    ...{ body: JSON.stringify(said()), reEncodedBody: JSON.stringify(said(), null, 1) },
    secrets: [
      RELAY_SECRET,
      ...([7, 8].map((byte) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`) as [string, string]),
    ],
    credentialsOf: (relaySecret) => ({ publicKey: [publicKeyOf(SECRETS[0])], relaySecret }),
  });

  it('becomes a message, in the conversation that the commands of the same person have [CH-10] [CH-13]', () => {
    const [message] = relayed(said()).messages;
    expect(message).toMatchObject({ providerMessageId: ID, from: USER, fromName: 'ann_1', text: 'Hello' });
    expect(message?.thread).toBe(parse(command('ask', 'x')).messages[0]?.thread);
  });

  it.each([
    ['a bot', said({ author: { id: USER, bot: true } })],
    ['a webhook', said({ webhook_id: '1' })],
    ['a notice', said({ type: 7 })],
    ['an edit', said({}, 'MESSAGE_UPDATE')],
    ['nothing', said({ content: '' })],
    ['an id that is none', said({ id: 'x' })],
  ])('is no message where it is about %s', (_, body) => {
    expect(relayed(body)).toEqual({ messages: [], answer: { status: 200, contentType: null, body: '' } });
  });

  it('cannot answer for Discord, nor Discord for it', () => {
    expect(relayed({ type: 1 }).answer.body).toBe('');
    expect(parse(said()).messages).toEqual([]);
  });
});

describe('what Discord sends', () => {
  const answerTo = (body: object) => JSON.parse(parse(body).answer.body) as unknown;

  it('is a ping, which is answered with a pong [W9]', () => {
    const { messages, answer } = parse({ id: ID, type: 1, token: 'x' });
    expect(messages).toEqual([]);
    expect(answer).toEqual({ status: 200, contentType: 'application/json', body: '{"type":1}' });
  });

  it('is a question, which is promised an answer at once [W9] [CH-10] [CH-13]', () => {
    expect(answerTo(command('ask', ' Where is it? '))).toEqual({ type: 5 });
    expect(parse(command('ask', ' Where is it? ')).messages).toEqual([
      {
        ...{ providerMessageId: ID, from: USER, fromName: 'Ann', thread: `${CHANNEL}:${USER}` },
        ...{ text: 'Where is it?', occurredAt: new Date('2016-04-30T11:18:25.796Z') },
        metadata: { interactionToken: 'interaction-token', applicationId: APP, locale: 'de' },
      },
    ]);
    const direct = command('ask', 'x', { member: undefined, user: { id: USER, username: 'ann_1' } });
    expect(parse(direct).messages[0]?.fromName).toBe('ann_1');
  });

  it('is a command of the platform [CH-16] [CH-17]', () => {
    expect(parse(command('help')).messages[0]?.text).toBe('/help');
    expect(parse(command('model', 'gpt-4o')).messages[0]?.text).toBe('/model gpt-4o');
  });

  it('is answered in the form of what it is, where it is no message', () => {
    expect(answerTo(command('ask'))).toMatchObject({ type: 4, data: { flags: 64 } });
    expect(answerTo({ ...command('ask', 'x'), type: 4 })).toEqual({ type: 8, data: { choices: [] } });
    for (const type of [3, 5, 99]) expect(answerTo({ ...command('ask', 'x'), type })).toEqual({ type: 6 });
    expect(answerTo(command('ask', 'x', { id: '../1' }))).toMatchObject({ type: 4 });
  });
});

describe('a reply on Discord', () => {
  it('calls nobody, and has at most 2,000 characters a piece [T10] [CH-14] [CO-21]', () => {
    expect(adapter.format('Hello @everyone and @here, **bold**')).toEqual([
      'Hello @\u200beveryone and @\u200bhere, **bold**',
    ]);
    const pieces = adapter.format('A call to @everyone. '.repeat(300));
    expect(pieces.length).toBeGreaterThan(3);
    for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(2_000);
  });
});

describe('sending to Discord', () => {
  let discord: FakeDiscord;
  let sender: DiscordChannelAdapter;
  const credentials = { publicKey: [publicKeyOf(SECRETS[0])], botToken: [BOT] };
  const asked = { interactionToken: 'open-token', applicationId: APP };

  beforeAll(async () => {
    discord = await FakeDiscord.start(BOT);
    sender = new DiscordChannelAdapter(
      safeHttp({ OUTBOUND_ALLOWED_HOSTS: discord.host }),
      new SystemClock(),
      discord.url,
    );
  });
  beforeEach(() => {
    discord.messages.length = 0;
    discord.openInteractions.add('open-token');
    discord.retryAfter = null;
  });
  afterAll(() => discord.stop());

  const send = (fields: Parameters<typeof pieceTo>[1], known: Record<string, string[]> = credentials) =>
    sender.send(pieceTo(`${CHANNEL}:${USER}`, fields), known, new AbortController().signal);

  it('follows up on the command, and needs no bot for that [CH-12] [T10]', async () => {
    const { providerMessageId } = await send({ metadata: asked }, { publicKey: [] });
    expect(providerMessageId).toMatch(/^9\d+$/);
    expect(discord.messages).toMatchObject([
      { via: 'interaction', body: { content: 'Hello', flags: 4, allowed_mentions: { parse: [] } } },
    ]);
  });

  it('goes to the room where the time for following up is over [CH-23]', async () => {
    discord.openInteractions.clear();
    await send({ metadata: asked, inReplyTo: ID, idempotencyKey: 'late' });
    expect(discord.messages).toMatchObject([{ via: 'bot', channel: CHANNEL, content: 'Hello' }]);
    expect(discord.messages[0]?.body).not.toHaveProperty('message_reference');
    expect(await sendFailure(send({ metadata: asked }, { publicKey: [] }))).toMatchObject({
      ...{ kind: 'unprocessable', code: 'channel_provider_refused' },
    });
  });

  it('answers a message of a room once, however often it is tried', async () => {
    const first = await send({ inReplyTo: ID, idempotencyKey: 'piece-1' });
    expect(await send({ inReplyTo: ID, idempotencyKey: 'piece-1' })).toEqual(first);
    await send({ inReplyTo: ID, idempotencyKey: 'piece-2' });
    expect(discord.messages).toHaveLength(2);
    expect(discord.messages[0]?.body).toMatchObject({
      ...{ enforce_nonce: true, allowed_mentions: { parse: [] } },
      message_reference: { message_id: ID, fail_if_not_exists: false },
    });
    expect(String(discord.messages[0]?.body.nonce)).toHaveLength(25);
  });

  it('waits as long as Discord says, and gives up where it refuses [CH-23]', async () => {
    discord.retryAfter = 3;
    expect(await sendFailure(send({}))).toEqual({
      ...{ kind: 'unavailable', code: 'channel_provider_busy', retryAfterSeconds: 3 },
    });
    discord.retryAfter = null;
    await expect(send({}, { ...credentials, botToken: ['wrong'] })).rejects.toThrow('401: Unauthorized');
    await expect(send({ text: 'x'.repeat(2_001) })).rejects.toThrow('50035 Invalid Form Body');
  });
});
