import { Database } from '../../src/platform/database/database';
import { sql } from '../../src/platform/database/sql';
import { uuidv7 } from '../../src/kernel/ids';
import { Schedule } from '../../src/platform/schedule/schedule';
import { type Account, signUp } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/app';
import { eventually } from '../support/eventually';
import { hang, reply } from '../support/fake-openai/behaviours';
import { type FakeOpenAi, startFakeOpenAi } from '../support/fake-openai/fake-openai';
import { EventReader } from './event-reader';

const WORDS = Array.from({ length: 60 }, (_, i) => `word${i}`).join(' ');
const ENDS = ['run.finished', 'error'];

describe('a run that is told as it goes on', () => {
  let openAi: FakeOpenAi;
  let here: TestApp;
  let there: TestApp;
  let ada: Account;

  beforeAll(async () => {
    openAi = await startFakeOpenAi();
    const shared = {
      OPENAI_API_KEY: 'sk-test',
      OPENAI_BASE_URL: openAi.baseUrl,
      JWT_SECRET: 'a secret that both instances share, long enough',
      PLANNER_COOLDOWN_MS: '0',
    };
    here = await startTestApp(shared);
    there = await startTestApp({ ...shared, DATABASE_URL: here.ownerUrl });
    ada = await signUp(here, 'ada');
  });
  afterAll(async () => {
    await there.stop();
    await here.stop();
    await openAi.stop();
  });
  beforeEach(() => openAi.reset());

  const chat = (body: object) =>
    new EventReader(`${here.url}/api/v1/agents/customer-service/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${ada.token}` },
      body: JSON.stringify({ message: 'Tell me a story about ships.', ...body }),
    });
  const follow = (runId: string, lastSeen?: string) =>
    new EventReader(`${there.url}/api/v1/agent/runs/${runId}/events`, {
      headers: { authorization: `Bearer ${ada.token}`, ...(lastSeen && { 'last-event-id': lastSeen }) },
    });
  const runIdOf = (reader: EventReader) =>
    eventually(() => {
      const started = reader.events.find(({ event }) => event === 'run.started');
      if (!started) throw new Error('The run has not started');
      return started.data.runId as string;
    });
  const runAt = async (app: TestApp, id: string) =>
    (
      await app.http<{ status: string; reply: string; error: string }>('GET', `/agent/runs/${id}`, {
        token: ada.token,
      })
    ).body;
  const abandoned = () => openAi.requests.filter(({ path }) => path.includes('chat')).at(-1)?.aborted;

  it('AG-14 chats in events only', async () => {
    openAi.script(reply('Ahoy.'));
    const reader = chat({});
    await reader.done;
    expect(reader.names).toEqual([
      'run.started',
      'retrieval',
      ...tokensIn(reader),
      'message',
      'run.finished',
    ]);
  });

  it('is taken up by another instance after a drop, without a word lost or repeated [E1]', async () => {
    openAi.script(reply(WORDS, { tokenMs: 15 }));
    const first = chat({ keepRunning: true });
    const runId = await runIdOf(first);
    await eventually(() => expect(tokensIn(first).length).toBeGreaterThan(5));
    first.hangUp();
    await first.done;
    const second = follow(runId, first.events.at(-1)!.id);
    await second.done;
    expect(first.tokens + second.tokens).toBe(WORDS);
    expect(second.names.filter((name) => ENDS.includes(name))).toEqual(['run.finished']);
    expect(second.names.at(-1)).toBe('run.finished');
    const ids = [...first.events, ...second.events].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const nothing = follow(runId, second.events.at(-1)!.id);
    await nothing.done;
    expect(nothing.events).toEqual([]);
  });

  it('tells the end of a run that nobody wrote anything down of', async () => {
    openAi.script(reply('Ahoy.'));
    const { body } = await here.http<{ runId: string }>('POST', '/agents/customer-service/run', {
      token: ada.token,
      body: { message: 'Tell me a story about ships.' },
    });
    const reader = follow(body.runId);
    await reader.done;
    expect(reader.names).toEqual(['message', 'run.finished']);
    expect(reader.events[0]!.data).toMatchObject({ reply: 'Ahoy.' });
  });

  it('hangs up on the model within a second when its client goes away, and keeps what was said [E2]', async () => {
    openAi.script(reply(WORDS, { tokenMs: 50 }));
    const reader = chat({});
    const runId = await runIdOf(reader);
    await eventually(() => expect(tokensIn(reader).length).toBeGreaterThan(2));
    reader.hangUp();
    await eventually(() => expect(abandoned()).toBe(true), 1_000);
    await eventually(async () => {
      const run = await runAt(here, runId);
      expect(run.status).toBe('cancelled');
      expect(WORDS.startsWith(run.reply) && run.reply.length > 0).toBe(true);
    });
  });

  it('is cancelled from another instance within a second, with what was said so far [E2]', async () => {
    openAi.script(reply(WORDS, { tokenMs: 50 }));
    const reader = chat({ keepRunning: true });
    const runId = await runIdOf(reader);
    await eventually(() => expect(tokensIn(reader).length).toBeGreaterThan(2));
    const cancel = () => there.http('POST', `/agent/runs/${runId}/cancel`, { token: ada.token });
    expect((await cancel()).status).toBe(204);
    await eventually(() => expect(abandoned()).toBe(true), 1_000);
    await reader.done;
    expect(reader.events.at(-1)).toMatchObject({ event: 'run.finished', data: { status: 'cancelled' } });
    expect((await runAt(there, runId)).reply).toBe(reader.tokens.trim());
    expect((await cancel()).status).toBe(204);
  });

  it('cannot be cancelled when it has ended', async () => {
    openAi.script(reply('Ahoy.'));
    const reader = chat({});
    await reader.done;
    const path = `/agent/runs/${await runIdOf(reader)}/cancel`;
    expect(await there.http('POST', path, { token: ada.token })).toMatchObject({
      status: 409,
      body: { code: 'run_finished' },
    });
  });

  it('is ended as interrupted when the process that had it is gone, and its followers hear of it [I13]', async () => {
    openAi.script(hang());
    const reader = chat({ keepRunning: true });
    const runId = await runIdOf(reader);
    const longAgo = sql`
      UPDATE agent.runs SET held_until = now() - interval '1 second'
      WHERE workspace_id = ${ada.workspaceId} AND id = ${runId}`;
    await here.app.get(Database).query(ada.workspaceId, longAgo);
    const follower = follow(runId, `${runId}:2`);
    await eventually(async () => {
      await there.app.get(Schedule).runDue();
      const { status, error } = await runAt(there, runId);
      expect([status, error]).toEqual([
        'failed',
        'interrupted: the process that worked on this run has ended',
      ]);
    }, 15_000);
    await follower.done;
    expect(follower.names).toEqual(['error']);
    reader.hangUp();
  });

  it('keeps what people think of it', async () => {
    openAi.script(reply('Ahoy.'));
    const reader = chat({});
    await reader.done;
    const path = `/agent/runs/${await runIdOf(reader)}`;
    const body = { rating: 'unhelpful', comment: 'Too short.' };
    expect((await here.http('POST', `${path}/feedback`, { token: ada.token, body })).status).toBe(204);
    const { body: run } = await there.http('GET', path, { token: ada.token });
    expect(run).toMatchObject({ feedback: body });
    const nobodys = `/agent/runs/${uuidv7()}/feedback`;
    expect((await here.http('POST', nobodys, { token: ada.token, body })).status).toBe(404);
  });

  it('AG-02 answers with the planner’s decision and what came of it', async () => {
    openAi.script(reply('Ahoy.'));
    const { status, body } = await here.http('POST', '/agent/respond', {
      token: ada.token,
      body: { message: 'Tell me a story about ships.' },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      tool: 'search_knowledge',
      toolInput: { query: 'Tell me a story about ships.' },
      toolResult: { passages: 0 },
      assistantReply: 'Ahoy.',
      reasoning: 'The model cited nothing.',
      planner: 'llm',
      attempts: [{ planner: 'llm', provider: 'openai', model: 'gpt-4o-mini', result: 'answered' }],
    });
  });
});

const tokensIn = ({ names }: EventReader) => names.filter((name) => name === 'token');
