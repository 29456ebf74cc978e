import OpenAI, { toFile } from 'openai';
import { BASE_MODEL } from '../knowledge/training';
import { failWith } from '../support/fake-openai/behaviours';
import { type FakeOpenAi, startFakeOpenAi } from '../support/fake-openai/fake-openai';

describe('the fake OpenAI server’s files and fine-tuning, seen through the official SDK', () => {
  let fake: FakeOpenAi;
  let client: OpenAI;

  beforeAll(async () => {
    fake = await startFakeOpenAi({ apiKey: 'sk-test' });
    client = new OpenAI({ apiKey: 'sk-test', baseURL: fake.baseUrl, maxRetries: 0 });
  });
  afterEach(() => fake.reset());
  afterAll(() => fake.stop());

  const line = '{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}\n';
  const upload = async (lines = 10) => {
    const file = await toFile(Buffer.from(line.repeat(lines)), 'examples.jsonl');
    return client.files.create({ file, purpose: 'fine-tune' });
  };
  const create = async (metadata = {}) => {
    const { id } = await upload();
    return client.fineTuning.jobs.create({ training_file: id, model: BASE_MODEL, metadata });
  };

  it('keeps files, lists them page by page, newest first, and deletes them', async () => {
    const made = [await upload(), await upload(), await upload()].map(({ id }) => id);
    const listed: string[] = [];
    for await (const { id, filename } of client.files.list({ limit: 2 })) {
      listed.push(id);
      expect(filename).toBe('examples.jsonl');
    }
    expect(listed).toEqual(made.reverse());
    expect(await client.files.delete(made[0]!)).toMatchObject({ deleted: true });
    await expect(client.files.delete(made[0]!)).rejects.toMatchObject({ status: 404 });
  });

  it('takes a job from its validation to a model, and tells of it', async () => {
    const job = await create();
    expect(job).toMatchObject({ status: 'validating_files', fine_tuned_model: null });
    for (const status of ['queued', 'running'] as const) {
      fake.training.progress(job.id, status);
      expect((await client.fineTuning.jobs.retrieve(job.id)).status).toBe(status);
    }
    fake.training.succeed(job.id);
    const { fine_tuned_model: model } = await client.fineTuning.jobs.retrieve(job.id);
    expect(model).toMatch(/^ft:gpt-4o-mini/);
    const events = await client.fineTuning.jobs.listEvents(job.id, { limit: 1 });
    expect(events.data.map(({ message }) => message)).toEqual(['The job is succeeded']);
    await expect(client.fineTuning.jobs.cancel(job.id)).rejects.toMatchObject({ status: 400 });
  });

  it('finds a job by what it is marked with', async () => {
    await create();
    const { id } = await create({ mark: 'x' });
    const found = await client.fineTuning.jobs.list({ metadata: { mark: 'x' } });
    expect(found.data.map((job) => job.id)).toEqual([id]);
  });

  it('refuses what OpenAI refuses', async () => {
    const { id: few } = await upload(9);
    const { id: enough } = await upload();
    const start = (training_file: string, model = BASE_MODEL) =>
      client.fineTuning.jobs.create({ training_file, model });
    await expect(start(few)).rejects.toMatchObject({ status: 400 });
    await expect(start(enough, 'gpt-2')).rejects.toMatchObject({ status: 400, code: 'model_not_available' });
    await expect(start('file-none')).rejects.toMatchObject({ status: 400 });
  });

  it('does what it is asked and loses the answer, or does nothing and says so', async () => {
    const before = fake.training.files.length;
    fake.loseAnswer('POST /v1/files');
    await expect(upload()).rejects.toThrow();
    expect(fake.training.files).toHaveLength(before + 1);
    fake.scriptTraining(failWith(503));
    await expect(upload()).rejects.toMatchObject({ status: 503 });
    expect(fake.training.files).toHaveLength(before + 1);
  });
});
