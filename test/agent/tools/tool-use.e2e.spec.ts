import { type ToolContext, ToolUse } from '../../../src/contexts/agent/domain/tool';
import { FaultPoints } from '../../../src/platform/faults/fault-points';
import { uuidv7 } from '../../../src/kernel/ids';
import { type Account, ingest, signUp } from '../../support/accounts';
import { startTestApp, type TestApp } from '../../support/app';
import { eventually } from '../../support/eventually';
import { A_CUSTOMER, A_MEMBER, BenchOfTools } from './bench-of-tools';

describe('Tools', () => {
  let app: TestApp;
  let bench: BenchOfTools;
  let ada: Account;
  let eve: Account;

  beforeAll(async () => {
    app = await startTestApp();
    [ada, eve] = [await signUp(app, 'ada'), await signUp(app, 'eve')];
    bench = await BenchOfTools.of(app);
    await ingest(app, ada.token, [{ title: 'Returns', content: 'Goods can be returned within 30 days.' }]);
    await ingest(app, eve.token, [{ title: 'Secret', content: 'The vault opens with the code xylophone.' }]);
  });
  afterAll(async () => {
    await bench.close();
    await app.stop();
  });
  afterEach(() => jest.restoreAllMocks());

  const tasksOf = async ({ token }: Account) => {
    const { body } = await app.http<{ data: { id: string; title: string; kind: string }[] }>(
      'GET',
      '/tasks',
      {
        token,
      },
    );
    return body.data;
  };
  const conversationOf = async ({ token }: Account): Promise<string> => {
    const { body } = await app.http<{ conversationId: string }>('POST', '/agents/customer-service/run', {
      token,
      body: { message: 'Hello!' },
    });
    return body.conversationId;
  };

  it('are offered where both the agent and the caller may use them, with a schema each [AG-29 AG-30 T6]', async () => {
    const { agent } = bench.contextFor(ada, ['search_knowledge', 'send_mail', 'drop_tables']);
    const offered = async (caller = A_MEMBER) =>
      (await app.app.get(ToolUse).offered(ada.workspaceId, agent, caller)).map(({ name }) => name);
    expect(await offered()).toEqual(['search_knowledge', 'send_mail']);
    expect(await offered(A_CUSTOMER)).toEqual(['search_knowledge']);
    expect(await offered({ ...A_MEMBER, scopes: ['agents:run'] })).toEqual(['search_knowledge']);
    expect(await offered({ ...A_MEMBER, scopes: ['agents:read'] })).toEqual([]);
    const [definition] = await app.app.get(ToolUse).offered(ada.workspaceId, agent, A_MEMBER);
    expect(definition).toMatchObject({
      effect: 'read',
      inputSchema: { type: 'object', required: ['query'] },
    });
  });

  it('look into the documents with the caller’s eyes, in their workspace only [AG-12 AG-33 T2]', async () => {
    const context = bench.contextFor(ada, ['search_knowledge']);
    const found = await bench.use(context, {
      name: 'search_knowledge',
      input: { query: 'How long for returns?' },
    });
    expect(JSON.stringify(found)).toContain('30 days');
    const stolen = await bench.use(context, {
      name: 'search_knowledge',
      input: { query: 'code of the vault' },
      step: 2,
    });
    expect(stolen.kind).toBe('done');
    expect(JSON.stringify(stolen)).not.toContain('xylophone');
    expect(await bench.callsOf(context)).toMatchObject([
      { tool: 'search_knowledge', status: 'done' },
      { tool: 'search_knowledge', status: 'done' },
    ]);
  });

  it('do not find what the caller may not read [T6 8.3.3]', async () => {
    const document = {
      title: 'Salaries',
      content: 'The salary of the boss is 12345 crowns.',
      access: ['role:owner'],
    };
    await ingest(app, ada.token, [document]);
    const ask = (caller = A_MEMBER) =>
      bench.use(bench.contextFor(ada, ['search_knowledge'], { caller }), {
        name: 'search_knowledge',
        input: { query: 'salary of the boss' },
      });
    expect(JSON.stringify(await ask())).not.toContain('12345');
    expect(JSON.stringify(await ask({ ...A_MEMBER, role: 'owner', readers: null }))).toContain('12345');
  });

  it('refuse what the agent has not, what nobody has, and what the caller may not, in the same words [T6 AG-31]', async () => {
    const mail = { to: 'x@example.com', subject: 'Hi', text: 'Hi' };
    const context = bench.contextFor(ada, ['send_mail', 'create_task'], { caller: A_CUSTOMER });
    const answers = [
      await bench.use(context, { name: 'send_mail', input: mail }),
      await bench.use(context, { name: 'search_knowledge', input: { query: 'x' } }),
      await bench.use(context, { name: 'constructor' }),
      await bench.use(context, { name: '__proto__' }),
    ];
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ kind: 'refused' });
    expect(await bench.callsOf(context)).toEqual([]);
    await eventually(async () => {
      const entries = await bench.stored.query<{ detail: object }>(
        `SELECT detail FROM platform.audit_entries WHERE subject_id = $1 AND action = 'agent.tool_denied'`,
        [context.runId],
      );
      expect(entries).toMatchObject([{ detail: { tool: 'send_mail' } }]);
    });
  });

  it.each<[string, object]>([
    ['no arguments', {}],
    ['an unknown field', { title: 'x', workspaceId: 'y' }],
    ['another type', { title: 1 }],
    ['too long a text', { title: 'x'.repeat(201) }],
    ['10 MB', { title: 'x', description: 'y'.repeat(10 * 1024 * 1024) }],
    ['a prototype key', JSON.parse('{"title": "x", "__proto__": {"isAdmin": true}}') as object],
    ['a hidden constructor', { title: 'x', description: { constructor: {} } }],
    ['half a character', { title: '\ud800' }],
    ['a list', []],
  ])('refuse arguments with %s, and say why [T5 AG-29]', async (_, input) => {
    const context = bench.contextFor(ada, ['create_task']);
    const answer = await bench.use(context, { name: 'create_task', input: input as Record<string, unknown> });
    expect(answer).toMatchObject({ kind: 'refused' });
    expect((answer as { reason: string }).reason).toMatch(/^The arguments are not valid: .+/);
    expect(await bench.callsOf(context)).toEqual([]);
    expect(Object.hasOwn(Object.prototype, 'isAdmin')).toBe(false);
  });

  it('write a task down once, however often the same step is used, and audit it [AG-32 AG-29 K17]', async () => {
    const context = bench.contextFor(ada, ['create_task']);
    const call = { name: 'create_task', input: { title: 'Call the customer back' } };
    const answers = await Promise.all(Array.from({ length: 5 }, () => bench.use(context, call)));
    const made = answers.filter(({ kind }) => kind === 'done');
    expect(made.length).toBeGreaterThan(0);
    expect(await bench.use(context, call)).toEqual(made[0]);
    expect((await tasksOf(ada)).filter(({ title }) => title === 'Call the customer back')).toHaveLength(1);
    const audit = await bench.stored.query<{ detail: object }>(
      `SELECT detail FROM platform.audit_entries WHERE subject_id = $1`,
      [context.runId],
    );
    expect(audit[0]).toMatchObject({ detail: { tool: 'create_task', effect: 'write', result: 'done' } });
  });

  it('do no second thing in a step that has done one [K17]', async () => {
    const context = bench.contextFor(ada, ['create_task']);
    await bench.use(context, { name: 'create_task', input: { title: 'The first plan' } });
    const second = await bench.use(context, { name: 'create_task', input: { title: 'The second plan' } });
    expect(second).toMatchObject({
      kind: 'refused',
      reason: expect.stringMatching(/has done something already/) as string,
    });
    expect(JSON.stringify(await tasksOf(ada))).not.toContain('The second plan');
  });

  it('give tasks to people of the workspace only [AG-32 T4]', async () => {
    const context = bench.contextFor(ada, ['create_task']);
    const input = { title: 'For a stranger', assigneeId: uuidv7() };
    expect(await bench.use(context, { name: 'create_task', input })).toMatchObject({ kind: 'failed' });
    expect(JSON.stringify(await tasksOf(ada))).not.toContain('For a stranger');
  });

  it('show a customer no task but those of the conversation, and nobody one of another workspace [T4]', async () => {
    const made = await app.http<{ id: string }>('POST', '/tasks', {
      token: ada.token,
      body: { title: 'Hidden' },
    });
    const look = (account: Account, more: Partial<ToolContext>) =>
      bench.use(bench.contextFor(account, ['get_task', 'update_task'], more), {
        name: 'get_task',
        input: { taskId: made.body.id },
      });
    expect(await look(ada, {})).toMatchObject({ kind: 'done', output: { title: 'Hidden' } });
    expect(await look(ada, { caller: A_CUSTOMER })).toMatchObject({ kind: 'failed' });
    expect(await look(eve, {})).toMatchObject({ kind: 'failed', reason: 'There is no such task.' });
    const change = { name: 'update_task', input: { taskId: made.body.id, status: 'cancelled' } };
    await bench.use(bench.contextFor(eve, ['update_task']), change);
    await bench.use(bench.contextFor(ada, ['update_task'], { caller: A_CUSTOMER }), change);
    const { body } = await app.http('GET', `/tasks/${made.body.id}`, { token: ada.token });
    expect(body).toMatchObject({ status: 'open' });
    await bench.use(bench.contextFor(ada, ['update_task']), change);
    expect((await app.http('GET', `/tasks/${made.body.id}`, { token: ada.token })).body).toMatchObject({
      status: 'cancelled',
    });
  });

  it('post into the conversation that is going on, and into no other [AG-33 T4]', async () => {
    const [own, foreign] = [await conversationOf(ada), await conversationOf(eve)];
    const say = (conversationId: string) =>
      bench.use(bench.contextFor(ada, ['send_message'], { conversationId }), {
        name: 'send_message',
        input: { text: 'One moment please' },
      });
    await say(own);
    await say(foreign);
    const messages = async (id: string, { token }: Account) =>
      JSON.stringify((await app.http('GET', `/conversations/${id}/messages`, { token })).body);
    expect(await messages(own, ada)).toContain('One moment please');
    expect(await messages(foreign, eve)).not.toContain('One moment please');
  });

  it('bring in a person without asking one first [AG-31 AG-17]', async () => {
    const context = bench.contextFor(ada, ['hand_over'], { isTainted: true, caller: A_CUSTOMER });
    const answer = await bench.use(context, {
      name: 'hand_over',
      input: { reason: 'The customer wants a lawyer' },
    });
    expect(answer).toMatchObject({ kind: 'done' });
    expect(await tasksOf(ada)).toContainEqual(expect.objectContaining({ kind: 'handover' }));
  });

  it('run again what a crash cut off, where that changes nothing more [K17]', async () => {
    const faults = app.app.get(FaultPoints);
    const crash = () =>
      jest
        .spyOn(faults, 'reach')
        .mockImplementation((point) =>
          point.startsWith('K17 ') ? Promise.reject(new Error('killed')) : Promise.resolve(),
        );
    const context = bench.contextFor(ada, ['create_task']);
    const call = { name: 'create_task', input: { title: 'After the crash' } };
    crash();
    await expect(bench.use(context, call)).rejects.toThrow('killed');
    jest.restoreAllMocks();
    expect(await bench.use(context, call)).toMatchObject({ kind: 'done' });
    expect((await tasksOf(ada)).filter(({ title }) => title === 'After the crash')).toHaveLength(1);
  });
});
