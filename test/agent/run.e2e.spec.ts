import { type Account, ingest, signUp } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/app';

interface Reply {
  readonly reply: string;
  readonly conversationId: string;
  readonly runId: string;
  readonly confidence: number;
  readonly planner: string;
  readonly sources: readonly { title: string; url: string | null; documentId: string }[];
}

interface ServerEvent {
  readonly id: string;
  readonly event: string;
  readonly data: Record<string, unknown>;
}

const RETURNS = {
  title: 'Returns',
  url: 'https://example.com/returns',
  content:
    '# Returns\n\nGoods can be returned within 30 days of delivery. Refunds arrive after five working days.',
};

describe('an agent without a model', () => {
  let app: TestApp;
  let ada: Account;
  let eve: Account;

  beforeAll(async () => {
    app = await startTestApp();
    [ada, eve] = [await signUp(app, 'ada'), await signUp(app, 'eve')];
    await ingest(app, ada.token, [RETURNS]);
    await ingest(app, eve.token, [{ title: 'Secret', content: 'The vault opens with the code xylophone.' }]);
  });
  afterAll(() => app.stop());

  const run = (body: object, { token }: Account = ada, headers: Record<string, string> = {}) =>
    app.http<Reply>('POST', '/agents/customer-service/run', { token, body, headers });

  it('AG-13 AG-15 answers from the documents, with reply, conversation, confidence and sources [KN-26]', async () => {
    const { status, body } = await run({ message: 'Within how many days can goods be returned?' });
    expect(status).toBe(200);
    expect(body.reply).toMatch(/30 days.*\[1\]/s);
    expect(body.sources).toMatchObject([{ title: 'Returns', url: RETURNS.url }]);
    expect(body.planner).toBe('rules');
    expect(body.confidence).toBeGreaterThan(0.5);
  });

  it('AG-17 KN-25 says so when the documents do not answer, and offers a person', async () => {
    const { body } = await run({ message: 'Which volcano erupted in Iceland?' });
    expect(body).toMatchObject({ sources: [], confidence: 0 });
    expect(body.reply).toMatch(/could not find.*person/);
  });

  it('never answers from the documents of another workspace', async () => {
    const { body } = await run({ message: 'With which code does the vault open?' });
    expect(JSON.stringify(body)).not.toContain('xylophone');
    expect((await run({ message: 'With which code does the vault open?' }, eve)).body.reply).toContain(
      'xylophone',
    );
  });

  it('CO-04 CO-05 keeps both messages and continues the conversation that is named', async () => {
    const first = await run({ message: 'Hello!' });
    const { conversationId } = first.body;
    const second = await run({ message: 'When do refunds arrive?', conversationId });
    expect(second.body.conversationId).toBe(conversationId);
    const path = `/conversations/${conversationId}/messages`;
    const { body } = await app.http<{ data: { role: string; content: string }[] }>('GET', path, {
      token: ada.token,
    });
    expect(body.data.map(({ role }) => role)).toEqual(['assistant', 'user', 'assistant', 'user']);
    expect(body.data[0]!.content).toBe(second.body.reply);
  });

  it('does not continue a conversation of another workspace', async () => {
    const { body } = await run({ message: 'Hello!' }, eve);
    const intruder = await run({ message: 'Hello!', conversationId: body.conversationId });
    expect(intruder).toMatchObject({ status: 404, body: { code: 'not_found' } });
    const messages = await app.http('GET', `/conversations/${body.conversationId}/messages`, {
      token: ada.token,
    });
    expect(messages.status).toBe(404);
  });

  it('AG-09 AG-10 records the run with its tool call and what every planner did', async () => {
    const { body } = await run({ message: 'When do refunds arrive?' });
    const { body: recorded } = await app.http('GET', `/agent/runs/${body.runId}`, { token: ada.token });
    expect(recorded).toMatchObject({
      id: body.runId,
      status: 'completed',
      reply: body.reply,
      tool: { name: 'search_knowledge', input: { query: 'When do refunds arrive?' } },
      attempts: [{ planner: 'rules', result: 'answered' }],
    });
    const { body: page } = await app.http<{ data: { id: string }[] }>('GET', '/agent/runs?limit=1', {
      token: ada.token,
    });
    expect(page.data[0]!.id).toBe(body.runId);
  });

  it('answers a repeated request once, whatever the network did', async () => {
    const headers = { 'Idempotency-Key': 'the-same-question' };
    const ask = () => run({ message: 'When do refunds arrive?' }, ada, headers);
    const first = await ask();
    const again = await ask();
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('Idempotency-Replayed')).toBe('true');
    const path = `/conversations/${first.body.conversationId}/messages`;
    const { body } = await app.http<{ data: unknown[] }>('GET', path, { token: ada.token });
    expect(body.data).toHaveLength(2);
  });

  it.each([
    ['an empty message', { message: '' }],
    ['a message that is too long', { message: 'x'.repeat(8_001) }],
    ['an unknown field', { message: 'Hi', temperature: 2 }],
    ['a conversation id that is none', { message: 'Hi', conversationId: '1' }],
  ])('refuses %s', async (_, body) => {
    expect(await run(body)).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
  });

  it('knows no agent that is not there', async () => {
    const answer = await app.http('POST', '/agents/nobody/run', {
      token: ada.token,
      body: { message: 'Hi' },
    });
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it('CO-29 streams the same turn as events that end exactly once', async () => {
    const body = { message: 'Within how many days can goods be returned?', stream: true };
    const { body: text, headers } = await app.http<string>('POST', '/agents/customer-service/run', {
      token: ada.token,
      body,
    });
    expect(headers.get('content-type')).toContain('text/event-stream');
    const events = parseEvents(text);
    expect([...new Set(events.map(({ event }) => event))]).toEqual([
      'run.started',
      'retrieval',
      'token',
      'message',
      'run.finished',
    ]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    const message = events.find(({ event }) => event === 'message')!.data as unknown as Reply;
    expect(message.sources).toMatchObject([{ title: 'Returns' }]);
    const messages = await app.http<{ data: { content: string }[] }>(
      'GET',
      `/conversations/${message.conversationId}/messages`,
      { token: ada.token },
    );
    expect(messages.body.data[0]!.content).toBe(message.reply);
    const told = events.flatMap(({ event, data }) => (event === 'token' ? [data.token] : []));
    expect(told.join('')).toBe(message.reply);
  });

  it('ends a stream that fails with an error event, and nothing after it', async () => {
    const body = { message: 'Hello', conversationId: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10', stream: true };
    const { body: text } = await app.http<string>('POST', '/agents/customer-service/run', {
      token: ada.token,
      body,
    });
    expect(parseEvents(text)).toMatchObject([{ event: 'error', data: { code: 'not_found' } }]);
  });
});

function parseEvents(text: string): ServerEvent[] {
  return text
    .split('\n\n')
    .filter((block) => block.includes('event: '))
    .map((block) => {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)![1]!;
      return {
        id: field('id'),
        event: field('event'),
        data: JSON.parse(field('data')) as Record<string, unknown>,
      };
    });
}
