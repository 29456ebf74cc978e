import { AdvanceFineTuning } from '../../src/contexts/knowledge/commands/advance-fine-tuning.command';
import { CancelFineTuning } from '../../src/contexts/knowledge/commands/cancel-fine-tuning.command';
import { CreateTrainingSet } from '../../src/contexts/knowledge/commands/create-training-set.command';
import { DeleteTrainingSet } from '../../src/contexts/knowledge/commands/delete-training-set.command';
import { RequeueFineTuning } from '../../src/contexts/knowledge/commands/requeue-fine-tuning.command';
import { StartFineTuning } from '../../src/contexts/knowledge/commands/start-fine-tuning.command';
import { FineTuningDeadLetterSource } from '../../src/contexts/knowledge/infrastructure/fine-tuning.dead-letter-source';
import { TrainingDataHolder } from '../../src/contexts/knowledge/infrastructure/training.data-holder';
import { GetFineTuning } from '../../src/contexts/knowledge/queries/get-fine-tuning.query';
import { LocalEmbedder } from '../../src/contexts/knowledge/infrastructure/local.embedder';
import { uuidv7 } from '../../src/kernel/ids';
import { FaultPoints } from '../../src/platform/faults/fault-points';
import { failWith } from '../support/fake-openai/behaviours';
import { type FakeOpenAi, startFakeOpenAi } from '../support/fake-openai/fake-openai';
import { type KnowledgeUnderTest, startKnowledge } from './start-knowledge';
import { BASE_MODEL, someExamples } from './training';

const NOBODY = '00000000-0000-0000-0000-000000000000';

describe('a fine-tuning', () => {
  let openAi: FakeOpenAi;
  let knowledge: KnowledgeUnderTest;
  let workspaceId: string;

  beforeAll(async () => {
    openAi = await startFakeOpenAi();
    knowledge = await startKnowledge(new LocalEmbedder(), {
      ROLE: 'api',
      OPENAI_API_KEY: 'sk-test',
      OPENAI_BASE_URL: openAi.baseUrl,
    });
  });
  beforeEach(() => {
    workspaceId = uuidv7();
    openAi.reset();
    openAi.training.files.length = 0;
    openAi.training.jobs.length = 0;
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(async () => {
    await knowledge.stop();
    await openAi.stop();
  });

  const createSet = async (owner = workspaceId) => {
    const trainingSet = { id: uuidv7(), name: 'Answers', examples: someExamples(), createdBy: null };
    return (await knowledge.commands.execute(new CreateTrainingSet(owner, trainingSet))).id;
  };
  const start = async (more: { trainingSetId?: string; baseModel?: string } = {}) => {
    const { trainingSetId = await createSet(), baseModel = BASE_MODEL } = more;
    const fineTuning = { id: uuidv7(), trainingSetId, baseModel, suffix: 'support', createdBy: null };
    await knowledge.commands.execute(new StartFineTuning(workspaceId, fineTuning));
    return fineTuning.id;
  };
  const show = (id: string) => knowledge.queries.execute(new GetFineTuning(workspaceId, id));
  const becomeDue = (id: string) =>
    knowledge.rows('UPDATE knowledge.fine_tunings SET due_at = now() WHERE id = $1', [id]);
  const turn = async (id: string) => {
    await becomeDue(id);
    await knowledge.commands.execute(new AdvanceFineTuning(workspaceId, id));
  };
  const cancel = (id: string) => knowledge.commands.execute(new CancelFineTuning(workspaceId, id));
  const letters = () =>
    knowledge.rows<{ status: string; event_type: string }>(
      'SELECT status, event_type FROM platform.dead_letters WHERE workspace_id = $1',
      [workspaceId],
    );
  const job = () => openAi.training.jobs[0]!;
  /** A turn that comes as far as the point and no further, as if its process had stopped there; until it goes on. */
  const stopAt = async (id: string, point: string): Promise<() => Promise<void>> => {
    let resume = (): void => undefined;
    const resumed = new Promise<void>((resolve) => (resume = resolve));
    const faults = knowledge.module.get(FaultPoints, { strict: false });
    const stopped = await new Promise<{ turn: Promise<void> }>((resolve) => {
      jest.spyOn(faults, 'reach').mockImplementation(async (name) => {
        if (name !== point) return;
        resolve({ turn: stopping });
        await resumed;
      });
      const stopping = turn(id);
    });
    jest.restoreAllMocks();
    await knowledge.rows(
      `UPDATE knowledge.fine_tunings SET held_until = now() - interval '1 second' WHERE id = $1`,
      [id],
    );
    return () => {
      resume();
      return stopped.turn;
    };
  };

  it('hands the examples over, follows the job, and ends with a model [KN-39]', async () => {
    const id = await start();
    expect(await show(id)).toMatchObject({ status: 'preparing', providerJobId: null });
    await turn(id);
    expect(openAi.training.files[0]).toMatchObject({ purpose: 'fine-tune', filename: `parley-${id}.jsonl` });
    expect(openAi.training.files[0]!.text.split('\n')[0]).toBe(
      '{"messages":[{"role":"user","content":"Where is parcel 0?"},{"role":"assistant","content":"It is on shelf 0."}]}',
    );
    expect(job()).toMatchObject({ model: BASE_MODEL, suffix: 'support' });
    openAi.training.progress(job().id, 'running');
    await turn(id);
    expect(await show(id)).toMatchObject({
      status: 'running',
      providerJobId: job().id,
      lastEvent: 'The job is running',
    });
    openAi.training.succeed(job().id, 4_200);
    await turn(id);
    expect(await show(id)).toMatchObject({
      status: 'succeeded',
      fineTunedModel: job().fine_tuned_model,
      trainedTokens: 4_200,
      error: null,
    });
    expect(openAi.training.files).toEqual([]);
  });

  it('tells why the provider failed, and is nothing to try again [KN-39]', async () => {
    const id = await start();
    await turn(id);
    openAi.training.fail(job().id, 'Example 3 is too long.');
    await turn(id);
    expect(await show(id)).toMatchObject({ status: 'failed', error: 'Example 3 is too long.' });
    expect(await letters()).toEqual([]);
  });

  it('fails at once when the provider refuses, and leaves it no file [KN-39]', async () => {
    const id = await start({ baseModel: 'gpt-2' });
    await turn(id);
    const { status, error } = await show(id);
    expect(status).toBe('failed');
    expect(error).toMatch(/gpt-2 is not available for fine-tuning/);
    expect(openAi.training.files).toEqual([]);
    expect(await letters()).toEqual([]);
  });

  it.each(['POST /v1/files', 'POST /v1/fine_tuning/jobs'])(
    'is one file and one job although the answer to %s got lost [KN-39]',
    async (route) => {
      const id = await start();
      openAi.loseAnswer(route);
      await turn(id);
      expect((await show(id)).status).toBe('preparing');
      await turn(id);
      expect((await show(id)).status).toBe('running');
      expect([openAi.training.files.length, openAi.training.jobs.length]).toEqual([1, 1]);
    },
  );

  it.each(['fine-tuning file uploaded', 'fine-tuning job created'])(
    'is one file and one job although the process stopped at "%s", even if it wakes up later [KN-39]',
    async (point) => {
      const id = await start();
      const wake = await stopAt(id, point);
      await turn(id);
      expect((await show(id)).status).toBe('running');
      await wake();
      expect(await show(id)).toMatchObject({ status: 'running', providerJobId: job().id });
      expect([openAi.training.files.length, openAi.training.jobs.length]).toEqual([1, 1]);
    },
  );

  it('is in one pair of hands at a time', async () => {
    const id = await start();
    await becomeDue(id);
    const turns = Array.from({ length: 3 }, () => new AdvanceFineTuning(workspaceId, id));
    await Promise.all(turns.map((one) => knowledge.commands.execute(one)));
    expect([openAi.training.files.length, openAi.training.jobs.length]).toEqual([1, 1]);
  });

  it('is cancelled before the provider hears of it, and nothing is handed over [KN-39]', async () => {
    const id = await start();
    await cancel(id);
    await turn(id);
    expect(await show(id)).toMatchObject({ status: 'cancelled', cancelAsked: true });
    expect([openAi.training.files.length, openAi.training.jobs.length]).toEqual([0, 0]);
    await expect(cancel(id)).resolves.toBeUndefined();
  });

  it('is cancelled at the provider, even when nobody knows yet that the job is there [KN-39]', async () => {
    const id = await start();
    openAi.loseAnswer('POST /v1/fine_tuning/jobs');
    await turn(id);
    await cancel(id);
    await turn(id);
    await turn(id);
    expect((await show(id)).status).toBe('cancelled');
    expect(job().status).toBe('cancelled');
    expect(openAi.training.files).toEqual([]);
  });

  it('cannot be cancelled once it has ended', async () => {
    const id = await start();
    await turn(id);
    openAi.training.succeed(job().id);
    await turn(id);
    await expect(cancel(id)).rejects.toMatchObject({ kind: 'conflict', code: 'fine_tuning_ended' });
  });

  it('becomes a dead letter after an outage that lasts, and a retry goes on where it stopped [KN-39]', async () => {
    const id = await start();
    openAi.loseAnswer('POST /v1/fine_tuning/jobs');
    await turn(id);
    openAi.scriptTraining(...Array.from({ length: 11 }, () => failWith(503)));
    for (let attempt = 2; attempt <= 12; attempt++) await turn(id);
    expect((await show(id)).status).toBe('failed');
    expect(await letters()).toEqual([{ status: 'open', event_type: 'knowledge.fine-tuning-retry-asked.v1' }]);
    const source = knowledge.module.get(FineTuningDeadLetterSource);
    expect(await source.failedAfter(NOBODY, 10)).toMatchObject([{ workspaceId, id }]);
    expect(await source.stillFailed([{ workspaceId, id }])).toEqual([id]);
    await knowledge.commands.execute(new RequeueFineTuning(workspaceId, id));
    expect(await source.stillFailed([{ workspaceId, id }])).toEqual([]);
    await turn(id);
    expect((await show(id)).status).toBe('running');
    expect(openAi.training.jobs).toHaveLength(1);
  });

  it('is never given up while the provider trains', async () => {
    const id = await start();
    await turn(id);
    openAi.scriptTraining(...Array.from({ length: 15 }, () => failWith(500)));
    for (let attempt = 0; attempt < 15; attempt++) await turn(id);
    expect((await show(id)).status).toBe('running');
    openAi.training.succeed(job().id);
    await turn(id);
    expect((await show(id)).status).toBe('succeeded');
  });

  it('keeps its training set until that is handed over, and fails when it is gone', async () => {
    const trainingSetId = await createSet();
    const id = await start({ trainingSetId });
    const remove = () => knowledge.commands.execute(new DeleteTrainingSet(workspaceId, trainingSetId));
    await expect(remove()).rejects.toMatchObject({ code: 'training_set_in_use' });
    await turn(id);
    await remove();
    expect(await show(id)).toMatchObject({ status: 'running', trainingSetId: null });
    await expect(remove()).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('is one of five at most that a workspace has under way', async () => {
    const trainingSetId = await createSet();
    for (let i = 0; i < 5; i++) await start({ trainingSetId });
    await expect(start({ trainingSetId })).rejects.toMatchObject({ code: 'too_many_fine_tunings' });
  });

  it('is nothing to another workspace, and neither is its training set [KN-39 TE-24]', async () => {
    const id = await start();
    const stranger = uuidv7();
    const none = { kind: 'not_found' };
    await expect(knowledge.commands.execute(new CancelFineTuning(stranger, id))).rejects.toMatchObject(none);
    await expect(knowledge.queries.execute(new GetFineTuning(stranger, id))).rejects.toMatchObject(none);
    await expect(start({ trainingSetId: await createSet(stranger) })).rejects.toMatchObject(none);
    await knowledge.commands.execute(new AdvanceFineTuning(stranger, id));
    expect(openAi.training.files).toEqual([]);
  });

  it('is taken back from the provider when its workspace is purged', async () => {
    const id = await start();
    await turn(id);
    const holder = knowledge.module.get(TrainingDataHolder);
    await holder.forgetWorkspace(workspaceId);
    expect(job().status).toBe('cancelled');
    expect(openAi.training.files).toEqual([]);
    openAi.scriptTraining(failWith(500));
    await expect(holder.forgetWorkspace(workspaceId)).resolves.toBeUndefined();
  });
});
