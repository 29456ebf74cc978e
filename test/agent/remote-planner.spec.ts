import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type PlanRequest } from '../../src/contexts/agent/domain/planner';
import { PlannerFailure } from '../../src/contexts/agent/domain/planner-failure';
import { RemotePlanner } from '../../src/contexts/agent/infrastructure/planners/remote.planner';
import { aPassage, aRequest } from './builders';

const EXAMPLE = join(__dirname, '../../examples/remote-planner.mjs');
const plannerAt = (port: number) =>
  new RemotePlanner({ url: `http://127.0.0.1:${port}/plan`, token: 'let me in', timeoutMs: 400 });
const plan = (planner: RemotePlanner, request: PlanRequest) =>
  planner.plan(request, { signal: new AbortController().signal, onToken: null });

describe('the example of a remote planner', () => {
  let example: ChildProcess;
  let planner: RemotePlanner;

  beforeAll(async () => {
    example = spawn(process.execPath, [EXAMPLE], {
      env: { PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [port] = (await once(example.stdout!, 'data')) as [Buffer];
    planner = plannerAt(Number(String(port)));
  });
  afterAll(() => example.kill());

  it('AG-03 AG-07 answers from passages and cites them', async () => {
    const decision = await plan(planner, aRequest({ passages: [aPassage('a')] }));
    expect(decision).toMatchObject({ tool: null, citedChunkIds: ['a'], confidence: 0.8 });
  });

  it('wants a tool, and replies once it has been used', async () => {
    const tool = { name: 'get_order', description: '', inputSchema: {}, timeoutMs: 1_000 };
    const tools = [{ ...tool, effect: 'read' as const, requiresApproval: false }];
    const asked = aRequest({ question: 'Where is order 7?', passages: [], tools });
    expect(await plan(planner, asked)).toMatchObject({ tool: 'get_order', toolInput: { number: '7' } });
    const call = { step: 1, name: 'get_order', input: { number: '7' } };
    const observations = [{ call, result: { kind: 'done' as const, output: 'sent' } }];
    expect((await plan(planner, { ...asked, observations })).reply).toContain('sent');
  });
});

describe('a remote planner that cannot be relied on', () => {
  let server: Server;
  let says: { status: number; body: string; headers?: Record<string, string> } | null;

  beforeAll(async () => {
    server = createServer((request, response) => {
      request.resume();
      if (says) response.writeHead(says.status, says.headers).end(says.body);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const failure = async () => {
    const asked = plan(plannerAt((server.address() as AddressInfo).port), aRequest());
    const error: unknown = await asked.then(
      () => null,
      (reason: unknown) => reason,
    );
    if (!(error instanceof PlannerFailure)) throw new Error('It did not fail as a planner does');
    return error;
  };

  it.each([
    ['no JSON', '<html>'],
    ['a list', '[]'],
    ['neither a tool nor a reply', '{}'],
    ['a reply that is no text', '{"reply": 7}'],
    ['more confidence than there is', '{"reply": "Yes", "confidence": 2}'],
    ['more than a megabyte', JSON.stringify({ reply: 'x'.repeat(1_100_000) })],
  ])('is not believed when it sends %s', async (_, body) => {
    says = { status: 200, body };
    expect((await failure()).failure).toBe('unavailable');
  });

  it('is not waited for without end', async () => {
    says = null;
    expect((await failure()).failure).toBe('timeout');
  });

  it('is left alone for as long as it asks', async () => {
    says = { status: 429, body: '', headers: { 'retry-after': '7' } };
    expect(await failure()).toMatchObject({ failure: 'rate_limited', retryAfterMs: 7_000 });
  });

  it('is not blamed for a question that it refuses', async () => {
    says = { status: 422, body: '' };
    expect((await failure()).isOfTheQuestion).toBe(true);
  });

  it('is not followed to anywhere else', async () => {
    says = { status: 302, body: '', headers: { location: 'http://127.0.0.1:1/' } };
    expect((await failure()).failure).toBe('unavailable');
  });
});
