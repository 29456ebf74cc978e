import { FindDueFineTunings } from '../../src/contexts/knowledge/jobs/find-due-fine-tunings.task';
import { Database } from '../../src/platform/database/database';
import { sql } from '../../src/platform/database/sql';
import { type Account, signUp } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/app';
import { eventually } from '../support/eventually';
import { type FakeOpenAi, startFakeOpenAi } from '../support/fake-openai/fake-openai';
import { BASE_MODEL, someExamples } from './training';
import { upload } from './upload';

interface Answer {
  readonly id: string;
  readonly code: string;
  readonly status: string;
  readonly fineTunedModel: string | null;
  readonly errors: readonly { readonly path: string; readonly message: string }[];
}

const SETS = '/knowledge/training-sets';
const TUNINGS = '/knowledge/fine-tunings';

describe('training a model of one’s own', () => {
  let openAi: FakeOpenAi;
  let app: TestApp;
  let ada: Account;

  beforeAll(async () => {
    openAi = await startFakeOpenAi();
    app = await startTestApp({ OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: openAi.baseUrl });
    ada = await signUp(app, 'ada');
  });
  afterAll(async () => {
    await app.stop();
    await openAi.stop();
  });

  const send = <Body = Answer>(method: string, path: string, body?: unknown, headers = {}) =>
    app.http<Body>(method, path, { token: ada.token, body, headers });
  const createSet = async (about: string) => {
    const { body } = await send('POST', SETS, { name: about, examples: someExamples(10, about) });
    return body.id;
  };
  /** What the schedule does when it is time. */
  const comeRound = async () => {
    await app.app
      .get(Database)
      .query(
        ada.workspaceId,
        sql`UPDATE knowledge.fine_tunings SET due_at = now() WHERE workspace_id = ${ada.workspaceId}`,
      );
    await app.app.get(FindDueFineTunings).run();
  };
  const becomes = (id: string, status: string) =>
    eventually(async () => {
      await comeRound();
      const { body } = await send('GET', `${TUNINGS}/${id}`);
      expect(body.status).toBe(status);
      return body;
    }, 10_000);

  it('takes questions and answers, leaves out what is there twice, and shows the first three [KN-39]', async () => {
    const examples = [...someExamples(12), ...someExamples(2)];
    const key = { 'idempotency-key': 'set-1' };
    const first = await send('POST', SETS, { name: 'Parcels', examples }, key);
    expect(first).toMatchObject({ status: 201, body: { total: 12, skipped: 2, duplicate: false } });
    expect((await send('POST', SETS, { name: 'Parcels', examples }, key)).body).toEqual(first.body);
    const again = await send('POST', SETS, { name: 'The same', examples: someExamples(12).reverse() });
    expect(again.body).toMatchObject({ id: first.body.id, duplicate: true });
    const { body: shown } = await send<object>('GET', `${SETS}/${first.body.id}`);
    expect(shown).toMatchObject({ name: 'Parcels', total: 12, examples: someExamples(3) });
    const { body: listed } = await send<{ data: object[] }>('GET', SETS);
    expect(listed.data).toMatchObject([{ id: first.body.id, total: 12 }]);
    expect((await send('DELETE', `${SETS}/${first.body.id}`)).status).toBe(204);
    expect((await send('GET', `${SETS}/${first.body.id}`)).status).toBe(404);
  });

  it('takes them as a JSONL file too, and says which line is wrong [KN-39]', async () => {
    const lines = someExamples(10, 'letter').map((example) => JSON.stringify(example));
    const hand = (given: readonly string[]) =>
      upload(app, ada.token, { bytes: given.join('\n'), fields: { name: 'Letters' } }, ['POST', SETS]);
    expect(await hand(lines)).toMatchObject({ status: 201, body: { total: 10 } });
    const broken = await hand([...lines, '{"question":']);
    expect(broken).toMatchObject({
      status: 400,
      body: { errors: [{ message: 'must have JSON in line 11' }] },
    });
    const incomplete = await hand([...lines, '{"question":"And?"}']);
    expect(incomplete.body.errors).toEqual([{ path: 'examples[10].answer', message: 'is required' }]);
  });

  it('refuses too few of them, and none [KN-39]', async () => {
    const same = Array.from({ length: 10 }, () => someExamples(1)[0]);
    expect((await send('POST', SETS, { name: 'Same', examples: same })).body.code).toBe('too_few_examples');
    expect((await send('POST', SETS, { name: 'Few', examples: someExamples(9) })).status).toBe(400);
    expect((await send('POST', SETS, { name: 'None' })).body.errors[0]!.path).toBe('examples');
  });

  it('trains a model by itself, and tells its name [KN-39]', async () => {
    const body = { trainingSetId: await createSet('box'), baseModel: BASE_MODEL, suffix: 'support' };
    const key = { 'idempotency-key': 'tuning-1' };
    const { status, body: accepted } = await send('POST', TUNINGS, body, key);
    expect(status).toBe(202);
    expect((await send('POST', TUNINGS, body, key)).body).toEqual(accepted);
    await becomes(accepted.id, 'running');
    openAi.training.succeed(openAi.training.jobs[0]!.id);
    const { fineTunedModel } = await becomes(accepted.id, 'succeeded');
    expect(fineTunedModel).toMatch(/^ft:gpt-4o-mini-2024-07-18:acme:support:/);
    const { body: listed } = await send<{ data: Answer[] }>('GET', TUNINGS);
    expect(listed.data.map(({ id }) => id)).toEqual([accepted.id]);
    expect(openAi.training.jobs).toHaveLength(1);
  });

  it('stops when the owner wants it to [KN-39]', async () => {
    const body = { trainingSetId: await createSet('crate'), baseModel: BASE_MODEL };
    const { body: accepted } = await send('POST', TUNINGS, body);
    await becomes(accepted.id, 'running');
    expect(await send('POST', `${TUNINGS}/${accepted.id}/cancel`)).toMatchObject({
      status: 202,
      body: { status: 'running', cancelAsked: true },
    });
    await becomes(accepted.id, 'cancelled');
    expect(openAi.training.jobs[0]!.status).toBe('cancelled');
  });

  it('is not to be had without a provider, and its training set is kept all the same [KN-39]', async () => {
    const bare = await startTestApp({ ROLE: 'api' });
    try {
      const { token } = await signUp(bare, 'bob');
      const set = { name: 'Parcels', examples: someExamples() };
      const { body: made } = await bare.http<Answer>('POST', SETS, { token, body: set });
      const body = { trainingSetId: made.id, baseModel: BASE_MODEL };
      const refused = await bare.http<Answer>('POST', TUNINGS, { token, body });
      expect(refused).toMatchObject({ status: 503, body: { code: 'models_not_configured' } });
      expect((await bare.http('GET', `${SETS}/${made.id}`, { token })).status).toBe(200);
    } finally {
      await bare.stop();
    }
  });
});
