import { CommandBus } from '@nestjs/cqrs';
import { ResumeRun } from '../../src/contexts/agent/commands/resume-run.command';
import { type ToolDefinition, type ToolResult, ToolUse } from '../../src/contexts/agent/domain/tool';
import { type Account, signUp } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/app';
import { eventually } from '../support/eventually';
import { answer, callTool, failWith, reply } from '../support/fake-openai/behaviours';
import { type FakeOpenAi, startFakeOpenAi } from '../support/fake-openai/fake-openai';

interface Run {
  readonly status: string;
  readonly reply: string;
  readonly steps: readonly {
    tool: { name: string; input: unknown; output: unknown } | null;
    result: string;
  }[];
  readonly usage: { inputTokens: number; costUsd: number };
}
interface Reply {
  readonly reply: string;
  readonly runId: string;
  readonly conversationId: string;
  readonly status: string;
}

const REFUND: ToolDefinition = {
  name: 'refund',
  description: 'Pays an order back.',
  inputSchema: { type: 'object', properties: { order: { type: 'string' } }, required: ['order'] },
  effect: 'external',
  requiresApproval: true,
  timeoutMs: 1_000,
};

describe('an agent with a model and tools', () => {
  let openAi: FakeOpenAi;
  let app: TestApp;
  let ada: Account;
  let use: jest.SpiedFunction<ToolUse['use']>;

  beforeAll(async () => {
    openAi = await startFakeOpenAi();
    app = await startTestApp({
      OPENAI_API_KEY: 'sk-test',
      OPENAI_BASE_URL: openAi.baseUrl,
      PLANNER_COOLDOWN_MS: '0',
    });
    ada = await signUp(app, 'ada');
    const tools = app.app.get(ToolUse, { strict: false });
    jest.spyOn(tools, 'offered').mockResolvedValue([REFUND]);
    use = jest.spyOn(tools, 'use');
  });
  afterAll(async () => {
    await app.stop();
    await openAi.stop();
  });
  beforeEach(() => {
    openAi.reset();
    use.mockReset();
  });

  const says = (...results: ToolResult[]) => results.forEach((result) => use.mockResolvedValueOnce(result));
  const run = (message = 'Pay order 7 back, please.', conversationId?: string) =>
    app.http<Reply>('POST', '/agents/customer-service/run', {
      token: ada.token,
      body: { message, conversationId },
    });
  const recorded = async (id: string) =>
    (await app.http<Run>('GET', `/agent/runs/${id}`, { token: ada.token })).body;
  const messagesOf = async (id: string) => {
    const path = `/conversations/${id}/messages`;
    const { body } = await app.http<{ data: { content: string }[] }>('GET', path, { token: ada.token });
    return body.data.map(({ content }) => content);
  };

  it('AG-02 AG-29 lets the model call a tool, shows it the result, and keeps every step with its cost [AG-38]', async () => {
    openAi.script(callTool('refund', { order: '7' }), reply('Order 7 is paid back.'));
    says({ kind: 'done', output: { paid: 12 } });
    const { body } = await run();
    expect(body).toMatchObject({ status: 'completed', reply: 'Order 7 is paid back.' });
    expect(openAi.chatRequests[0]!.tools).toMatchObject([{ function: { name: 'refund' } }]);
    expect(JSON.stringify(openAi.chatRequests[1]!.messages.at(-1))).toContain('paid');
    const { steps, usage } = await recorded(body.runId);
    expect(steps).toMatchObject([
      { tool: { name: 'refund', input: { order: '7' }, output: { paid: 12 } }, result: 'done' },
      { tool: null, result: null },
    ]);
    expect(usage.costUsd).toBeGreaterThan(0);
  });

  it.each([
    ['broken JSON', '{"order": '],
    ['a list', '[7]'],
    ['more than 64 KB', JSON.stringify({ order: 'x'.repeat(70_000) })],
  ])('shows the model that its arguments are of no use when they are %s', async (_, args) => {
    openAi.script(callTool('refund', args), reply('Sorry.'));
    expect((await run()).body).toMatchObject({ reply: 'Sorry.' });
    expect(use).not.toHaveBeenCalled();
    expect(JSON.stringify(openAi.chatRequests[1]!.messages.at(-1))).toContain('64 KB');
  });

  it('streams a tool call and the reply after it', async () => {
    openAi.script(callTool('refund', { order: '7' }, { tokenMs: 1 }), answer());
    says({ kind: 'done', output: { paid: 12 } });
    const { body: text } = await app.http<string>('POST', '/agents/customer-service/run', {
      token: ada.token,
      body: { message: 'Pay it back.', stream: true },
    });
    expect([...new Set(text.match(/^event: .*$/gm))]).toEqual(
      ['run.started', 'retrieval', 'tool.started', 'tool.finished', 'token', 'message', 'run.finished'].map(
        (name) => `event: ${name}`,
      ),
    );
  });

  it('AG-31 waits for an approval, says so, and goes on once however often it is told to', async () => {
    openAi.script(callTool('refund', { order: '7' }), reply('Order 7 is paid back.'));
    says({ kind: 'awaiting_approval', approvalId: 'approval-1' }, { kind: 'done', output: { paid: 12 } });
    const { body: waiting } = await run();
    expect([waiting.status, waiting.reply]).toEqual([
      'awaiting_approval',
      'Before I can use "refund", somebody has to approve it. I will go on as soon as that has happened.',
    ]);
    const resume = () => app.app.get(CommandBus).execute(new ResumeRun(ada.workspaceId, waiting.runId));
    await Promise.all([resume(), resume(), resume()]);
    await resume();
    const run_ = await recorded(waiting.runId);
    expect(run_).toMatchObject({ status: 'completed', reply: 'Order 7 is paid back.' });
    expect(use).toHaveBeenCalledTimes(2);
    expect(use.mock.calls[1]![0]).toEqual(use.mock.calls[0]![0]);
    expect(use.mock.calls[1]![1].caller).toEqual(use.mock.calls[0]![1].caller);
    await eventually(async () =>
      expect(await messagesOf(waiting.conversationId)).toEqual([
        'Order 7 is paid back.',
        waiting.reply,
        'Pay order 7 back, please.',
      ]),
    );
  });

  it('ends an endless loop of tool calls, and says so [T8]', async () => {
    openAi.byDefault(callTool('refund', { order: '7' }));
    use.mockResolvedValue({ kind: 'refused', reason: 'No.' });
    const { body } = await run();
    expect(body.status).toBe('limit_exceeded');
    expect(body.reply).toMatch(/could not finish/);
    expect(openAi.chatRequests).toHaveLength(6);
  });

  it('lets the rules report what was done when the model fails in the middle', async () => {
    openAi.script(callTool('refund', { order: '7' }), failWith(500));
    says({ kind: 'done', output: { paid: 12 } });
    const { body } = await run();
    expect(body.reply).toMatch(/used "refund"/);
  });
});
