import { type Account, ingest, signUp } from '../../support/accounts';
import { startTestApp, type TestApp } from '../../support/app';
import { eventually } from '../../support/eventually';

interface Dataset {
  readonly id: string;
  readonly version: number;
  readonly total: number;
  readonly code: string;
  readonly cases: readonly object[];
}

interface Run {
  readonly id: string;
  readonly status: string;
  readonly code: string;
  readonly done: number;
  readonly summary: { readonly score: number | null; readonly passed: boolean } | null;
}

const RETURNS = {
  title: 'Returns',
  content:
    '# Returns\n\nGoods can be returned within 30 days of delivery. Refunds arrive after five working days.',
};
const CASES = [
  { input: 'Within how many days can goods be returned?', expected: '30 days', mustCite: ['Returns'] },
  { input: 'When do refunds arrive?', expected: 'five working days', policies: ['cites_a_source'] },
  { input: 'Hello!', expected: 'Good night', rubric: 'Is friendly.' },
];

describe('evals', () => {
  let app: TestApp;
  let ada: Account;
  let eve: Account;

  beforeAll(async () => {
    app = await startTestApp();
    [ada, eve] = [await signUp(app, 'ada'), await signUp(app, 'eve')];
    await ingest(app, ada.token, [RETURNS]);
  });
  afterAll(() => app.stop());

  const send = <Body>(method: string, path: string, body?: unknown, headers = {}, { token } = ada) =>
    app.http<Body>(method, path, { token, body, headers });
  const create = async (name: string, cases: readonly object[] = CASES) =>
    (await send<Dataset>('POST', '/evals/datasets', { name, cases })).body;
  const evaluate = async (datasetId: string, more: object = {}) => {
    const { body } = await send<Run>('POST', '/evals/runs', {
      datasetId,
      agent: 'customer-service',
      ...more,
    });
    return eventually(async () => {
      const { body: run } = await send<Run>('GET', `/evals/runs/${body.id}`);
      expect(run.status).not.toBe('running');
      return run;
    }, 15_000);
  };

  it('keeps a dataset as it is, and the same name again as its next version [EV-01 EV-04]', async () => {
    const key = { 'idempotency-key': 'dataset-1' };
    const form = { name: 'Returns', cases: CASES };
    const first = await send<Dataset>('POST', '/evals/datasets', form, key);
    expect(first).toMatchObject({ status: 201, body: { name: 'Returns', version: 1, total: 3 } });
    expect((await send('POST', '/evals/datasets', form, key)).body).toEqual(first.body);
    expect(await create('Returns')).toMatchObject({ version: 2 });
    const { body: shown } = await send<Dataset>('GET', `/evals/datasets/${first.body.id}`);
    expect(shown.cases).toEqual(CASES);
    const { body: listed } = await send<{ data: Dataset[] }>('GET', '/evals/datasets');
    expect(listed.data.map(({ version }) => version)).toEqual([2, 1]);
  });

  it('gives no version twice, however many are made at once [EV-01]', async () => {
    const made = await Promise.all(Array.from({ length: 6 }, () => create('At once')));
    expect(made.map(({ version }) => version).sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('lets the agent answer every case, and scores each with a reason [EV-01]', async () => {
    const { id } = await create('Scored');
    const run = await evaluate(id, { threshold: 0.6 });
    expect(run).toMatchObject({
      agent: 'customer-service',
      version: 0,
      compareWith: null,
      status: 'completed',
      total: 3,
      done: 3,
      error: null,
      summary: {
        score: 2 / 3,
        passed: true,
        failures: 0,
        comparison: null,
        scorers: [
          { scorer: 'citation', mean: 1, judged: 1 },
          { scorer: 'contains', mean: 2 / 3, judged: 3 },
          { scorer: 'judge', mean: null, judged: 0, notJudged: 1 },
          { scorer: 'policy', mean: 1, judged: 1 },
        ],
      },
    });
    const { body } = await send<{ data: object[] }>('GET', `/evals/runs/${run.id}/cases`);
    const greeting = body.data.find((one) => (one as { ordinal: number }).ordinal === 3);
    expect(greeting).toMatchObject({
      input: 'Hello!',
      outcome: {
        score: 0,
        answer: { planner: 'rules', sources: [] },
        scores: [
          { scorer: 'contains', value: 0, reason: 'The answer lacks what was expected.' },
          { scorer: 'judge', value: null, reason: 'not judged: no model is configured' },
        ],
      },
    });
  });

  it('does not pass below the threshold, which is 0.8 unless said otherwise [EV-01]', async () => {
    const { id } = await create('Below');
    expect(await evaluate(id)).toMatchObject({ threshold: 0.8, summary: { passed: false } });
  });

  it('compares a version with another one, case by case [EV-01]', async () => {
    const { id } = await create('Compared');
    const run = await evaluate(id, { version: 0, compareWith: 0 });
    expect(run.summary).toMatchObject({
      comparison: { better: 0, worse: 0, same: 3, baselineScore: run.summary!.score },
    });
  });

  it('writes no conversation and no run of the agent [EV-01]', async () => {
    const { id } = await create('Silent');
    const before = await send<{ data: object[] }>('GET', '/agent/runs?limit=100');
    await evaluate(id);
    expect((await send<{ data: object[] }>('GET', '/agent/runs?limit=100')).body).toEqual(before.body);
    expect((await send<{ data: object[] }>('GET', '/conversations')).body.data).toEqual([]);
  });

  it('turns a recorded run into a case that the agent then passes [EV-01]', async () => {
    const message = 'Within how many days can goods be returned?';
    const { body: turn } = await send<{ runId: string }>('POST', '/agents/customer-service/run', { message });
    const { id } = await create('From runs', [CASES[1]!]);
    const path = `/evals/datasets/${id}/cases/from-run`;
    const added = await send<Dataset>('POST', path, { runId: turn.runId });
    expect(added).toMatchObject({ status: 201, body: { name: 'From runs', version: 2, total: 2 } });
    const { body: shown } = await send<Dataset>('GET', `/evals/datasets/${added.body.id}`);
    expect(shown.cases[1]).toMatchObject({ input: message, match: 'exact', mustCite: [expect.any(String)] });
    expect((await evaluate(added.body.id)).summary).toMatchObject({ score: 1, passed: true });
    expect((await send<Dataset>('GET', `/evals/datasets/${id}`)).body.total).toBe(1);
    const foreign = await send('POST', path, { runId: turn.runId }, {}, eve);
    expect(foreign.status).toBe(404);
  });

  it('keeps what was found when the dataset is deleted [EV-04]', async () => {
    const { id } = await create('Deleted');
    const run = await evaluate(id);
    expect((await send('DELETE', `/evals/datasets/${id}`)).status).toBe(204);
    expect((await send('GET', `/evals/datasets/${id}`)).status).toBe(404);
    expect((await send('GET', `/evals/runs/${run.id}`)).body).toMatchObject({ datasetId: null, done: 3 });
    const { body: listed } = await send<{ data: Run[] }>('GET', '/evals/runs?limit=1');
    expect(listed.data[0]).toMatchObject({ id: run.id });
  });

  it('knows no dataset, agent or version that is not there, and none of another workspace [EV-01]', async () => {
    const { id: datasetId } = await create('Mine');
    const start = (body: object, account = ada) => send<Run>('POST', '/evals/runs', body, {}, account);
    const agent = 'customer-service';
    expect((await start({ datasetId, agent: 'nobody' })).status).toBe(404);
    expect((await start({ datasetId, agent, version: 7 })).status).toBe(404);
    expect((await start({ datasetId, agent, compareWith: 7 })).status).toBe(404);
    expect((await start({ datasetId, agent }, eve)).body.code).toBe('not_found');
    expect((await send('GET', `/evals/datasets/${datasetId}`, undefined, {}, eve)).status).toBe(404);
    expect((await send('DELETE', `/evals/datasets/${datasetId}`, undefined, {}, eve)).status).toBe(404);
  });

  it.each([
    ['no case at all', { name: 'x', cases: [] }],
    ['more than 500 cases', { name: 'x', cases: Array.from({ length: 501 }, () => ({ input: 'Hi' })) }],
    ['a case without a question', { name: 'x', cases: [{ expected: 'Hi' }] }],
    ['an unknown policy', { name: 'x', cases: [{ input: 'Hi', policies: ['be_nice'] }] }],
    ['a schema with a pattern', { name: 'x', cases: [{ input: 'Hi', schema: { pattern: '(a+)+$' } }] }],
  ])('refuses %s [EV-01]', async (_, body) => {
    const refused = await send<Dataset>('POST', '/evals/datasets', body);
    expect(refused).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
  });
});
