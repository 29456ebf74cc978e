import { CommandBus } from '@nestjs/cqrs';
import { AdvanceEvalRun } from '../../../src/contexts/agent/commands/evals/advance-eval-run.command';
import { type EvalRun, EvalRuns } from '../../../src/contexts/agent/commands/evals/eval-runs';
import { FindDueEvalRuns } from '../../../src/contexts/agent/jobs/find-due-eval-runs.task';
import { Database } from '../../../src/platform/database/database';
import { sql } from '../../../src/platform/database/sql';
import { type DataQueue, type DataWork } from '../../../src/platform/data-rights/data-queue';
import { RelayDatabase } from '../../../src/platform/outbox/relay-database';
import { type Account, ingest, signUp } from '../../support/accounts';
import { startTestApp, type TestApp } from '../../support/app';
import { eventually } from '../../support/eventually';
import { type FakeOpenAi, startFakeOpenAi } from '../../support/fake-openai/fake-openai';
import { reply } from '../../support/fake-openai/behaviours';
import { anOutcome } from './builders';

const CASES = Array.from({ length: 9 }, (_, i) => ({ input: `Question ${i + 1}?`, expected: 'days' }));

/** Without a worker: what it would do is done here, step by step. */
describe('an eval run whose worker dies', () => {
  let app: TestApp;
  let ada: Account;
  let runs: EvalRuns;

  beforeAll(async () => {
    app = await startTestApp({ ROLE: 'api' });
    ada = await signUp(app, 'ada');
    runs = app.app.get(EvalRuns);
  });
  afterAll(() => app.stop());

  const send = async <Body>(method: string, path: string, body?: unknown) =>
    (await app.http<Body>(method, path, { token: ada.token, body })).body;
  const start = async () => {
    const dataset = await send<{ id: string }>('POST', '/evals/datasets', { name: 'Nine', cases: CASES });
    const form = { datasetId: dataset.id, agent: 'customer-service' };
    return (await send<{ id: string }>('POST', '/evals/runs', form)).id;
  };
  const begin = async (id: string) => (await runs.begin(ada.workspaceId, id))!;
  const advance = (id: string) => app.app.get(CommandBus).execute(new AdvanceEvalRun(ada.workspaceId, id));
  /** As if its worker had been silent for too long. */
  const lapse = (id: string) =>
    app.app
      .get(Database)
      .query(
        ada.workspaceId,
        sql`UPDATE agent.eval_runs SET held_until = now() - interval '1 second' WHERE id = ${id}`,
      );
  const keep = (run: EvalRun, ordinal: number) => {
    const result = { ordinal, input: `Question ${ordinal}?`, outcome: anOutcome(1), baseline: null };
    return runs.keep(run, { ...result, comparison: null });
  };

  it('goes on where it has stopped, and answers no case twice [EV-04]', async () => {
    const id = await start();
    const dead = await begin(id);
    await keep(dead, 1);
    await keep(dead, 4);
    await advance(id);
    expect(await send('GET', `/evals/runs/${id}`)).toMatchObject({ status: 'running', done: 2 });
    await lapse(id);
    await advance(id);
    // The two that were kept have passed; the rules find nothing in an empty workspace.
    expect(await send('GET', `/evals/runs/${id}`)).toMatchObject({
      status: 'completed',
      done: 9,
      summary: { score: 2 / 9 },
    });
  });

  it('takes nothing more from a worker that was taken for dead [EV-04]', async () => {
    const id = await start();
    const slow = await begin(id);
    await lapse(id);
    await keep(await begin(id), 1);
    await expect(keep(slow, 2)).rejects.toMatchObject({ code: 'concurrent_change' });
    await expect(runs.fail(slow, new Error('late'))).rejects.toMatchObject({ code: 'concurrent_change' });
    expect(await send('GET', `/evals/runs/${id}`)).toMatchObject({ status: 'running', done: 1 });
  });

  it('is found again by the task that comes round, once nobody holds it [EV-04]', async () => {
    const id = await start();
    const added: string[] = [];
    const queue = { add: (_: string, { subjectId }: DataWork) => void added.push(subjectId) };
    const task = new FindDueEvalRuns(app.app.get(RelayDatabase), queue as unknown as DataQueue);
    await begin(id);
    await task.run();
    expect(added).not.toContain(id);
    await lapse(id);
    await task.run();
    expect(added).toContain(id);
  });

  it('lets a workspace have five under way, and no more [EV-01]', async () => {
    const { token } = await signUp(app, 'bob');
    const post = (path: string, body: object) =>
      app.http<{ id: string; code: string }>('POST', path, { token, body });
    const { body: dataset } = await post('/evals/datasets', { name: 'Nine', cases: CASES });
    const form = { datasetId: dataset.id, agent: 'customer-service' };
    for (let i = 0; i < 5; i++) expect((await post('/evals/runs', form)).status).toBe(202);
    expect(await post('/evals/runs', form)).toMatchObject({
      status: 409,
      body: { code: 'too_many_eval_runs' },
    });
    const remove = await app.http('DELETE', `/evals/datasets/${dataset.id}`, { token });
    expect(remove).toMatchObject({ status: 409, body: { code: 'dataset_in_use' } });
  });
});

describe('a model that judges answers', () => {
  let openAi: FakeOpenAi;
  let app: TestApp;
  let ada: Account;

  beforeAll(async () => {
    openAi = await startFakeOpenAi();
    app = await startTestApp({ OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: openAi.baseUrl });
    ada = await signUp(app, 'ada');
    await ingest(app, ada.token, [{ title: 'Returns', content: 'Goods can be returned within 30 days.' }]);
  });
  afterAll(async () => {
    await app.stop();
    await openAi.stop();
  });

  const judge = async () => {
    const send = async <Body>(method: string, path: string, body?: unknown) =>
      (await app.http<Body>(method, path, { token: ada.token, body })).body;
    const cases = [{ input: 'How long can I return goods?', rubric: 'Names the time limit.' }];
    const dataset = await send<{ id: string }>('POST', '/evals/datasets', { name: 'Judged', cases });
    const form = { datasetId: dataset.id, agent: 'customer-service' };
    const { id } = await send<{ id: string }>('POST', '/evals/runs', form);
    await eventually(async () => {
      expect(await send('GET', `/evals/runs/${id}`)).toMatchObject({ status: 'completed' });
    }, 15_000);
    const { data } = await send<{ data: { outcome: object }[] }>('GET', `/evals/runs/${id}/cases`);
    return data[0]!.outcome;
  };

  it('scores by the rubric, and says why [EV-01]', async () => {
    openAi.reset();
    openAi.script(reply('Within 30 days. [1]'), reply('{"score": 0.9, "reason": "It names the limit."}'));
    expect(await judge()).toMatchObject({
      score: 0.9,
      answer: { planner: 'llm' },
      scores: [{ scorer: 'judge', value: 0.9, reason: 'It names the limit.' }],
    });
    const { messages } = openAi.chatRequests.at(-1)!;
    expect(messages[0]!.content).not.toContain('30 days');
  });

  it.each([
    ['no JSON', 'Great answer!'],
    ['a score beyond the scale', '{"score": 7, "reason": "!"}'],
    ['a score that is no number', '{"score": "1"}'],
  ])('does not count when it says %s [EV-01]', async (_, text) => {
    openAi.reset();
    openAi.script(reply('Within 30 days. [1]'), reply(text));
    expect(await judge()).toMatchObject({ score: null, scores: [{ scorer: 'judge', value: null }] });
  });
});
