import { type PlanProgress, type PlanRequest } from '../../src/contexts/agent/domain/planner';
import { OpenAiPlanner } from '../../src/contexts/agent/infrastructure/planners/openai.planner';
import { ModelClients } from '../../src/contexts/agent/infrastructure/planners/model-clients';
import { readEnvironment } from '../../config/env';
import {
  answer,
  emptyChoices,
  failWith,
  hang,
  malformedJson,
  reply,
} from '../support/fake-openai/behaviours';
import { type FakeOpenAi, startFakeOpenAi } from '../support/fake-openai/fake-openai';
import { eventually } from '../support/eventually';
import { aPassage, aRequest } from './builders';

const TIMEOUT_MS = 400;

describe('the planner that asks a language model', () => {
  let openAi: FakeOpenAi;
  let planner: OpenAiPlanner;

  beforeAll(async () => {
    openAi = await startFakeOpenAi();
    const { llm } = readEnvironment({
      OPENAI_API_KEY: 'sk-test',
      OPENAI_BASE_URL: openAi.baseUrl,
      LLM_TIMEOUT_MS: String(TIMEOUT_MS),
    });
    planner = new OpenAiPlanner(new ModelClients(llm), TIMEOUT_MS);
  });

  afterAll(() => openAi.stop());
  beforeEach(() => openAi.reset());

  const plan = (request: PlanRequest, progress: PlanProgress) =>
    planner.plan(request, progress, planner.targets(request)[0]!);
  const silently = (): PlanProgress => ({
    signal: new AbortController().signal,
    onToken: null,
  });

  it('answers from the passages and cites them', async () => {
    const decision = await plan(aRequest(), silently());
    expect(decision.reply).toContain('[1]');
    expect(decision.citedChunkIds).toEqual(['a']);
    expect(decision.usage.inputTokens).toBeGreaterThan(0);
  });

  it('hands on every token while the model speaks, and ends with the same reply', async () => {
    const tokens: string[] = [];
    const progress = { ...silently(), onToken: (token: string) => void tokens.push(token) };
    const decision = await plan(aRequest(), progress);
    expect(tokens.length).toBeGreaterThan(1);
    expect(decision.reply).toBe(tokens.join(''));
    expect(decision.usage.outputTokens).toBeGreaterThan(0);
  });

  it('invents no source where the model does', async () => {
    openAi.script(reply('It is so. [7]'));
    const decision = await plan(aRequest({ passages: [aPassage('a')] }), silently());
    expect(decision).toMatchObject({ reply: 'It is so.', citedChunkIds: [], confidence: 0.3 });
  });

  it.each([
    ['refuses', failWith(429)],
    ['breaks', failWith(500)],
    ['answers nonsense', malformedJson()],
    ['answers nothing', emptyChoices()],
    ['does not answer', hang()],
  ])('fails, once and in time, when the model %s', async (_, behaviour) => {
    openAi.script(behaviour);
    await expect(plan(aRequest(), silently())).rejects.toThrow();
    expect(openAi.chatRequests).toHaveLength(1);
  });

  it('does not take half a reply for a whole one', async () => {
    openAi.script(answer({ cutAfterTokens: 2 }));
    await expect(plan(aRequest(), { ...silently(), onToken: () => undefined })).rejects.toThrow();
  });

  it('hangs up on the model when the caller goes away', async () => {
    openAi.script(hang());
    const caller = new AbortController();
    const asked = plan(aRequest(), { signal: caller.signal, onToken: null });
    await eventually(() => expect(openAi.requests).toHaveLength(1));
    caller.abort();
    await expect(asked).rejects.toThrow();
    await eventually(() => expect(openAi.requests[0]?.aborted).toBe(true), 1_000);
  });
});
