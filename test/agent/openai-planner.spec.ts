import { type PlanProgress } from '../../src/contexts/agent/domain/planner';
import { OpenAiPlanner } from '../../src/contexts/agent/infrastructure/planners/openai.planner';
import { createOpenAiClient } from '../../src/platform/llm/openai-client';
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
    const llm = { apiKey: 'sk-test', baseUrl: openAi.baseUrl, timeoutMs: TIMEOUT_MS };
    const client = createOpenAiClient({
      ...llm,
      chatModel: '',
      embeddingModel: '',
      embeddingDimensions: null,
      embeddingConcurrency: 1,
      cooldownMs: 0,
    });
    planner = new OpenAiPlanner(client!, 'gpt-4o-mini', TIMEOUT_MS);
  });

  afterAll(() => openAi.stop());
  beforeEach(() => openAi.reset());

  const silently = (): PlanProgress => ({ signal: new AbortController().signal, onToken: null });

  it('answers from the passages and cites them', async () => {
    const decision = await planner.plan(aRequest(), silently());
    expect(decision.reply).toContain('[1]');
    expect(decision.citedChunkIds).toEqual(['a']);
    expect(decision.usage.inputTokens).toBeGreaterThan(0);
  });

  it('hands on every token while the model speaks, and ends with the same reply', async () => {
    const tokens: string[] = [];
    const progress = { ...silently(), onToken: (token: string) => void tokens.push(token) };
    const decision = await planner.plan(aRequest(), progress);
    expect(tokens.length).toBeGreaterThan(1);
    expect(decision.reply).toBe(tokens.join(''));
    expect(decision.usage.outputTokens).toBeGreaterThan(0);
  });

  it('invents no source where the model does', async () => {
    openAi.script(reply('It is so. [7]'));
    const decision = await planner.plan(aRequest({ passages: [aPassage('a')] }), silently());
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
    await expect(planner.plan(aRequest(), silently())).rejects.toThrow();
    expect(openAi.chatRequests).toHaveLength(1);
  });

  it('does not take half a reply for a whole one', async () => {
    openAi.script(answer({ cutAfterTokens: 2 }));
    await expect(planner.plan(aRequest(), { ...silently(), onToken: () => undefined })).rejects.toThrow();
  });

  it('hangs up on the model when the caller goes away', async () => {
    openAi.script(hang());
    const caller = new AbortController();
    const plan = planner.plan(aRequest(), { signal: caller.signal, onToken: null });
    await eventually(() => expect(openAi.requests).toHaveLength(1));
    caller.abort();
    await expect(plan).rejects.toThrow();
    await eventually(() => expect(openAi.requests[0]?.aborted).toBe(true), 1_000);
  });
});
