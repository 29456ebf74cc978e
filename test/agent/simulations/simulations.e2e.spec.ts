import { CommandBus } from '@nestjs/cqrs';
import { AdvanceSimulation } from '../../../src/contexts/agent/commands/simulations/advance-simulation.command';
import { SimulationRuns } from '../../../src/contexts/agent/commands/simulations/simulation-runs';
import { Database } from '../../../src/platform/database/database';
import { sql } from '../../../src/platform/database/sql';
import { type Account, ingest, signUp } from '../../support/accounts';
import { startTestApp, type TestApp } from '../../support/app';
import { eventually } from '../../support/eventually';

interface Line {
  readonly customer: number;
  readonly message: number;
  readonly content: string;
  readonly fate: string;
  readonly reply: string | null;
  readonly conversationId: string;
}

interface Simulation {
  readonly id: string;
  readonly code: string;
  readonly status: string;
  readonly total: number;
  readonly summary: { readonly outcomes: string[]; readonly invariants: { held: boolean; detail: string }[] };
  readonly transcript: Line[];
}

const RETURNS = {
  title: 'Returns',
  content:
    '# Returns\n\nGoods can be returned within 30 days of delivery. Refunds arrive after five working days.',
};
const CUSTOMERS = [
  { script: ['Hello!', 'Within how many days can goods be returned?'] },
  { script: ['I want to speak to a human'] },
  { persona: 'a customer in a hurry', goal: 'When do refunds arrive?' },
];
const FAULTS = { duplicate: 0.6, reorder: 0.3, loss: 0.1, delayMs: 50 };

jest.setTimeout(60_000);

describe('a simulation', () => {
  let app: TestApp;
  let ada: Account;
  let eve: Account;

  beforeAll(async () => {
    app = await startTestApp();
    [ada, eve] = [await signUp(app, 'ada'), await signUp(app, 'eve')];
    await ingest(app, ada.token, [RETURNS]);
  });
  afterAll(() => app.stop());

  const send = <Body = Simulation>(
    method: string,
    path: string,
    body?: unknown,
    { token } = ada,
    headers = {},
  ) => app.http<Body>(method, path, { token, body, headers });
  const form = (more: object = {}) => ({
    agent: 'customer-service',
    customers: CUSTOMERS,
    ratePerMinute: 6_000,
    seed: 7,
    ...more,
  });
  const simulate = async (more: object = {}) => {
    const { body } = await send('POST', '/simulations/runs', form(more));
    return eventually(async () => {
      const { body: found } = await send('GET', `/simulations/runs/${body.id}`);
      expect(found.status).not.toBe('running');
      return found;
    }, 30_000);
  };
  const said = ({ transcript }: Simulation) =>
    transcript.map(({ conversationId: _conversationId, ...line }) => line);

  it('lets customers talk to the agent, and says what became of each [EV-03 EV-04]', async () => {
    const { summary, transcript, ...run } = await simulate();
    expect(run).toMatchObject({ status: 'completed', customers: 3, error: null });
    expect(summary.outcomes).toEqual(['answered', 'escalated', expect.stringMatching(/answered|escalated/)]);
    expect(summary.invariants.every(({ held }) => held)).toBe(true);
    const asked = transcript.find(({ content }) => content.startsWith('Within how many'))!;
    expect(asked).toMatchObject({ fate: 'answered', planner: 'rules', error: null });
    expect(asked.reply).toContain('30 days');
    expect(new Set(transcript.map(({ conversationId }) => conversationId)).size).toBe(3);
  });

  it('says the same again for the same seed, over the same faulty channel [EV-03]', async () => {
    const first = await simulate({ faults: FAULTS });
    const again = await simulate({ faults: FAULTS });
    expect(said(again)).toEqual(said(first));
    expect(said(await simulate({ faults: FAULTS, seed: 8 }))).not.toEqual(said(first));
  });

  it('answers a message that arrives twice once [EV-03 CO-04]', async () => {
    const { transcript, summary } = await simulate({ faults: { duplicate: 1 } });
    const { conversationId } = transcript[0]!;
    const copies = transcript.filter((line) => line.customer === 0);
    expect(copies).toHaveLength(4);
    const path = `/conversations/${conversationId}/messages`;
    const { body } = await send<{ data: object[] }>('GET', path);
    expect(body.data).toHaveLength(4);
    expect(summary.invariants[0]).toMatchObject({ held: true });
    expect(summary.invariants[0]!.detail).toMatch(/^[1-9]\d* messages arrived again, 0 were answered twice/);
  });

  it('marks its conversations, and asks nobody where all is lost [EV-03]', async () => {
    const { transcript, summary } = await simulate({ faults: { loss: 1 } });
    expect(transcript.every(({ fate, reply }) => fate === 'lost' && reply === null)).toBe(true);
    expect(summary.outcomes).toEqual(['lost', 'lost', 'lost']);
    const { transcript: heard } = await simulate();
    const { body } = await send<object>('GET', `/conversations/${heard[0]!.conversationId}`);
    expect(body).toMatchObject({ channel: 'simulation', title: 'Simulation: customer 1' });
  });

  it('is started once under one key, and belongs to its workspace [EV-03]', async () => {
    const key = { 'idempotency-key': 'simulation-1' };
    const first = await send('POST', '/simulations/runs', form(), ada, key);
    expect(first.status).toBe(202);
    expect((await send('POST', '/simulations/runs', form(), ada, key)).body).toEqual(first.body);
    expect((await send('GET', `/simulations/runs/${first.body.id}`, undefined, eve)).status).toBe(404);
    const { body } = await send<{ data: Simulation[] }>('GET', '/simulations/runs?limit=1');
    expect(body.data).toMatchObject([{ id: first.body.id, agent: 'customer-service', seed: 7 }]);
    expect((await send('POST', '/simulations/runs', form({ agent: 'nobody' }))).status).toBe(404);
  });

  it.each([
    ['no customer', { customers: [] }],
    ['a customer with neither a script nor a persona', { customers: [{}] }],
    ['a customer with both', { customers: [{ script: ['Hi'], persona: 'a', goal: 'b' }] }],
    ['a persona without a goal', { customers: [{ persona: 'a' }] }],
    ['a probability beyond 1', { faults: { loss: 1.1 } }],
    ['51 customers', { customers: Array.from({ length: 51 }, () => ({ script: ['Hi'] })) }],
  ])('refuses %s [EV-03]', async (_, more) => {
    const refused = await send('POST', '/simulations/runs', form(more));
    expect(refused).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
  });
});

/** Without a worker: what it would do is done here. */
describe('a simulation whose worker dies', () => {
  let app: TestApp;
  let ada: Account;

  beforeAll(async () => {
    app = await startTestApp({ ROLE: 'api' });
    ada = await signUp(app, 'ada');
  });
  afterAll(() => app.stop());

  it('goes on where it has stopped, and takes nothing more from the dead [EV-04]', async () => {
    const runs = app.app.get(SimulationRuns);
    const body = { agent: 'customer-service', customers: CUSTOMERS.slice(0, 2), ratePerMinute: 6_000 };
    const { token, workspaceId } = ada;
    const started = await app.http<Simulation>('POST', '/simulations/runs', { token, body });
    const { id } = started.body;
    const dead = (await runs.begin(workspaceId, id))!;
    const [first, second] = await runs.onTheirWay(dead);
    const answer = { replyId: id, reply: 'Kept.', planner: 'rules', confidence: 1, tool: null };
    await runs.note(dead, first!, { answer, error: null });
    expect(await runs.begin(workspaceId, id)).toBeNull();
    const lapse = sql`UPDATE agent.simulation_runs SET held_until = now() - interval '1 second' WHERE id = ${id}`;
    await app.app.get(Database).query(workspaceId, lapse);
    await eventually(async () => {
      await app.app.get(CommandBus).execute(new AdvanceSimulation(workspaceId, id));
      const { body: found } = await app.http<Simulation>('GET', `/simulations/runs/${id}`, { token });
      expect(found).toMatchObject({ status: 'completed', total: 3 });
      expect(found.transcript.map(({ reply }) => reply)).toContain('Kept.');
    }, 15_000);
    await expect(runs.note(dead, second!, { answer, error: null })).rejects.toMatchObject({
      code: 'concurrent_change',
    });
  });

  it('lets a workspace have two under way, and no more [EV-03]', async () => {
    const { token } = await signUp(app, 'bob');
    const body = { agent: 'customer-service', customers: [{ script: ['Hi'] }] };
    const start = () => app.http<Simulation>('POST', '/simulations/runs', { token, body });
    expect([(await start()).status, (await start()).status]).toEqual([202, 202]);
    expect(await start()).toMatchObject({ status: 409, body: { code: 'too_many_simulations' } });
  });
});
