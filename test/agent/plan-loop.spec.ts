import { PlanLoop } from '../../src/contexts/agent/commands/plan-loop';
import { Deciding } from '../../src/contexts/agent/commands/deciding';
import { unwatched } from '../../src/contexts/agent/commands/turn-progress';
import { CUSTOMER_SERVICE } from '../../src/contexts/agent/domain/agent-profile';
import { type Decision, NO_USAGE, type PlanRequest } from '../../src/contexts/agent/domain/planner';
import { PlannerChain } from '../../src/contexts/agent/domain/planner-chain';
import { RunRecord } from '../../src/contexts/agent/domain/run-record';
import {
  type ToolCall,
  type ToolContext,
  type ToolDefinition,
  type ToolResult,
  ToolUse,
} from '../../src/contexts/agent/domain/tool';
import { aDecision, aPassage, aRequest } from './builders';
import { FakeClock, MemoryPlannerHealth, ScriptedPlanner } from './planner-fakes';

const LIMITS = { steps: 4, tokens: 10_000, costUsd: 1, milliseconds: 30_000 };
const ASK = aDecision({ tool: 'find_order', toolInput: { number: 7 }, reply: '' });
const CALLER = { userId: null, keyId: null, role: 'member', scopes: null, readers: null };

const aTool = (name: string, effect: ToolDefinition['effect'] = 'read'): ToolDefinition => ({
  name,
  description: name,
  inputSchema: { type: 'object' },
  effect,
  requiresApproval: false,
  timeoutMs: 1_000,
});

class ScriptedTools extends ToolUse {
  readonly calls: ToolCall[] = [];
  readonly contexts: ToolContext[] = [];
  answer: () => Promise<ToolResult> = () => Promise.resolve({ kind: 'done', output: { status: 'sent' } });

  offered(): Promise<readonly ToolDefinition[]> {
    return Promise.resolve([]);
  }
  use(call: ToolCall, context: ToolContext): Promise<ToolResult> {
    this.calls.push(call);
    this.contexts.push(context);
    return this.answer();
  }
}

describe('the loop of a run', () => {
  const clock = new FakeClock();
  let tools: ScriptedTools;
  let record: RunRecord;
  let seen: PlanRequest[];
  beforeEach(() => {
    tools = new ScriptedTools();
    record = new RunRecord(clock.now());
    seen = [];
  });

  const run = (decide: (request: PlanRequest) => Decision, limits = LIMITS, passages = [aPassage('a')]) => {
    const planner = new ScriptedPlanner('rules', (_, request) => {
      seen.push(request);
      return Promise.resolve(decide(request));
    });
    const chain = new PlannerChain([planner], new MemoryPlannerHealth(clock, 1_000), clock);
    const context = {
      workspaceId: 'w',
      runId: 'r',
      conversationId: 'c',
      agent: CUSTOMER_SERVICE,
      caller: CALLER,
    };
    const request = aRequest({ tools: [aTool('find_order'), aTool('send_mail', 'external')], passages });
    record.add(passages);
    return new PlanLoop(new Deciding(chain), tools, limits, clock).run(
      { request, record, context },
      unwatched(),
    );
  };
  const once =
    (decision: Decision) =>
    ({ observations }: PlanRequest) =>
      observations.length === 0 ? decision : aDecision({ reply: 'Done.' });

  it('AG-01 shows the planner what the tool said, until it replies', async () => {
    const end = await run(once(ASK));
    expect(end).toMatchObject({ kind: 'answered', outcome: { decision: { reply: 'Done.' } } });
    expect(tools.calls).toEqual([{ step: 1, name: 'find_order', input: { number: 7 } }]);
    expect(seen[1]!.observations).toMatchObject([{ result: { kind: 'done', output: { status: 'sent' } } }]);
    expect(record.steps.map(({ observation }) => observation?.result.kind ?? null)).toEqual(['done', null]);
  });

  it.each([
    ['is not offered', aDecision({ tool: 'delete_everything', toolInput: {} })],
    ['has no usable input', aDecision({ tool: 'find_order', toolInput: null })],
  ])('refuses a tool that %s, without asking it, and lets the planner go on', async (_, decision) => {
    expect(await run(once(decision))).toMatchObject({ kind: 'answered' });
    expect(tools.calls).toEqual([]);
    expect(seen[1]!.observations).toMatchObject([{ result: { kind: 'refused' } }]);
  });

  it('stops a planner that calls tools for ever, and offers none to the last decision [T8]', async () => {
    expect(await run(() => ASK)).toEqual({ kind: 'limit_exceeded', limit: 'steps' });
    expect(seen).toHaveLength(LIMITS.steps);
    expect(seen.at(-1)!.tools).toEqual([]);
    expect(tools.calls).toHaveLength(LIMITS.steps - 1);
  });

  it.each([
    ['tokens', { ...LIMITS, steps: 50 }, { ...NO_USAGE, inputTokens: 6_000 }, 2],
    ['cost', { ...LIMITS, steps: 50 }, { ...NO_USAGE, costUsd: 0.4 }, 3],
  ] as const)(
    'stops at the limit of %s, with one call beyond it at most [T8]',
    async (limit, limits, usage, asked) => {
      expect(await run(() => ({ ...ASK, usage }), limits)).toEqual({ kind: 'limit_exceeded', limit });
      expect(seen).toHaveLength(asked);
    },
  );

  it('stops when the time is up [T8]', async () => {
    tools.answer = () => {
      clock.milliseconds += 20_000;
      return Promise.resolve({ kind: 'done', output: null });
    };
    expect(await run(() => ASK)).toEqual({ kind: 'limit_exceeded', limit: 'time' });
    expect(tools.calls).toHaveLength(2);
  });

  it('waits where somebody has to approve, and goes on with the very same call', async () => {
    tools.answer = () => Promise.resolve({ kind: 'awaiting_approval', approvalId: 'approval' });
    expect(await run(once(ASK))).toEqual({ kind: 'awaiting_approval', tool: 'find_order' });
    tools.answer = () => Promise.resolve({ kind: 'done', output: 'at last' });
    record = RunRecord.continued(clock.now(), record);
    expect(await run(once(ASK))).toMatchObject({ kind: 'answered' });
    expect(tools.calls[1]).toEqual(tools.calls[0]);
    expect(record.steps).toHaveLength(2);
  });

  it.each([
    ['send_mail', 'unknown'],
    ['find_order', 'failed'],
  ])('takes a %s that breaks off for %s', async (tool, kind) => {
    tools.answer = () => Promise.reject(new Error('socket hang up'));
    await run(once(aDecision({ tool, toolInput: {} })));
    expect(record.observations[0]!.result).toMatchObject({ kind, reason: 'The tool broke off.' });
  });

  it('tells the tool whether words from outside are in sight [T7]', async () => {
    await run((request) => (request.observations.length < 2 ? ASK : aDecision()), LIMITS, []);
    expect(tools.contexts.map(({ isTainted }) => isTainted)).toEqual([false, true]);
  });

  it('makes passages that a tool has found citable', async () => {
    tools.answer = () =>
      Promise.resolve({ kind: 'done', output: { passages: [aPassage('b'), { chunkId: 1 }] } });
    const cite = once(ASK);
    const end = await run((request) => ({ ...cite(request), citedChunkIds: ['b'] }));
    expect(end).toMatchObject({ outcome: { decision: { citedChunkIds: ['b'] } } });
    expect(record.passages.map(({ chunkId }) => chunkId)).toEqual(['a', 'b']);
  });

  it('keeps only the beginning of what is too large', async () => {
    tools.answer = () => Promise.resolve({ kind: 'done', output: 'x'.repeat(1_000_000) });
    await run(once(ASK));
    expect(JSON.stringify(record.observations).length).toBeLessThan(10_000);
  });
});
