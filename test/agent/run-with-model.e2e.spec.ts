import { type Account, ingest, signUp } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/app';
import { eventually } from '../support/eventually';
import { answer, failWith, hang, reply } from '../support/fake-openai/behaviours';
import { type FakeOpenAi, startFakeOpenAi } from '../support/fake-openai/fake-openai';

interface Reply {
  readonly reply: string;
  readonly runId: string;
  readonly conversationId: string;
  readonly planner: string;
  readonly sources: readonly { title: string }[];
  readonly usage: { model: string | null; inputTokens: number };
}

const COOLDOWN_MS = 2_000;

describe('an agent with a model', () => {
  let openAi: FakeOpenAi;
  let app: TestApp;
  let ada: Account;

  beforeAll(async () => {
    openAi = await startFakeOpenAi();
    app = await startTestApp({
      OPENAI_API_KEY: 'sk-test',
      OPENAI_BASE_URL: openAi.baseUrl,
      LLM_TIMEOUT_MS: '2000',
      PLANNER_COOLDOWN_MS: String(COOLDOWN_MS),
    });
    ada = await signUp(app, 'ada');
    const content = 'Goods can be returned within 30 days of delivery.';
    await ingest(app, ada.token, [{ title: 'Returns', content }]);
  });
  afterAll(async () => {
    await app.stop();
    await openAi.stop();
  });
  beforeEach(() => openAi.reset());

  const run = (message: string, conversationId?: string) =>
    app.http<Reply>('POST', '/agents/customer-service/run', {
      token: ada.token,
      body: { message, conversationId },
    });

  it('lets the model answer from what the embeddings of the same API found, and cites it', async () => {
    const { body } = await run('Within how many days can goods be returned?');
    expect(body).toMatchObject({
      planner: 'llm',
      sources: [{ title: 'Returns' }],
      usage: { model: 'gpt-4o-mini' },
    });
    expect(body.usage.inputTokens).toBeGreaterThan(0);
  });

  it('names the request and its trace on every call to the model and the embeddings', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    await app.http('POST', '/agents/customer-service/run', {
      token: ada.token,
      body: { message: 'Who is asking?' },
      headers: { 'X-Request-Id': 'req-42', traceparent: `00-${traceId}-00f067aa0ba902b7-01` },
    });
    expect(openAi.requests.map(({ path }) => path).sort()).toEqual([
      '/v1/chat/completions',
      '/v1/embeddings',
    ]);
    for (const { headers } of openAi.requests) {
      expect(headers['x-request-id']).toBe('req-42');
      expect(headers.traceparent).toContain(traceId);
    }
  });

  it('AG-16 CO-08 gives the model the company, the documents and the last ten messages', async () => {
    const { body: first } = await run('My name is Ada.');
    for (let i = 0; i < 6; i++) await run(`Message ${i}`, first.conversationId);
    const { messages } = openAi.chatRequests.at(-1)!;
    expect(JSON.stringify(messages[0])).toContain('ada Ltd');
    expect(messages).toHaveLength(1 + 10 + 1);
    expect(JSON.stringify(messages.at(-1))).toContain('Message 5');
  });

  it('AG-05 AG-06 falls back to the rules, leaves the model alone for a while, and then asks it again', async () => {
    openAi.script(failWith(503));
    const question = 'Within how many days can goods be returned?';
    const fallen = await run(question);
    expect(fallen).toMatchObject({
      status: 200,
      body: { planner: 'rules', sources: [{ title: 'Returns' }] },
    });
    const { body: recorded } = await app.http('GET', `/agent/runs/${fallen.body.runId}`, {
      token: ada.token,
    });
    expect(recorded).toMatchObject({
      attempts: [
        { planner: 'llm', result: 'failed' },
        { planner: 'rules', result: 'answered' },
      ],
    });
    await run(question);
    expect(openAi.chatRequests).toHaveLength(1);
    await eventually(async () => expect((await run(question)).body.planner).toBe('llm'), 10_000);
  });

  it('streams the words of the model as they come', async () => {
    openAi.script(answer({ tokenMs: 5 }));
    const body = { message: 'Within how many days can goods be returned?', stream: true };
    const { body: text } = await app.http<string>('POST', '/agents/customer-service/run', {
      token: ada.token,
      body,
    });
    expect(text.match(/^event: token$/gm)!.length).toBeGreaterThan(2);
    expect(text.match(/^event: (run.finished|error)$/gm)).toEqual(['event: run.finished']);
  });

  it('hangs up on the model within a second when the client of a stream goes away', async () => {
    openAi.script(hang());
    const client = new AbortController();
    const request = fetch(`${app.url}/api/v1/agents/customer-service/run`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${ada.token}` },
      body: JSON.stringify({ message: 'Are you there?', stream: true }),
      signal: client.signal,
    });
    await eventually(() => expect(openAi.chatRequests).toHaveLength(1));
    await request;
    client.abort();
    await eventually(
      () => expect(openAi.requests.find(({ path }) => path.includes('chat'))?.aborted).toBe(true),
      1_000,
    );
    await eventually(async () => {
      const { body } = await app.http<{ data: { status: string }[] }>('GET', '/agent/runs?limit=1', {
        token: ada.token,
      });
      expect(body.data[0]!.status).toBe('cancelled');
    });
  });

  it('lets the model answer from what it knows where no document speaks to the question [KN-25]', async () => {
    openAi.script(reply('Water boils at 100 degrees.'));
    const { body } = await run('At how many degrees does water boil?');
    expect(body).toMatchObject({ reply: 'Water boils at 100 degrees.', sources: [], planner: 'llm' });
  });

  it('shows no source that the model made up', async () => {
    openAi.script(reply('Trust me. [42]'));
    const { body } = await run('Is it true?');
    expect(body).toMatchObject({ reply: 'Trust me.', sources: [], planner: 'llm' });
  });
});
