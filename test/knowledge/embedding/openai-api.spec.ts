import { Logger } from '@nestjs/common';
import { readEnvironment } from '../../../config/env';
import { type LlmSettings } from '../../../config/settings';
import { SystemAlarmClock } from '../../../src/contexts/knowledge/infrastructure/embedding/alarm-clock';
import { BatchingEmbedder } from '../../../src/contexts/knowledge/infrastructure/embedding/batching.embedder';
import { OpenAiEmbedder } from '../../../src/contexts/knowledge/infrastructure/openai.embedder';
import { type EmbeddingMetrics } from '../../../src/platform/llm/embedding-metrics';
import { createOpenAiClient } from '../../../src/platform/llm/openai-client';
import { requestContext } from '../../../src/platform/telemetry/request-context';
import {
  type Behaviour,
  emptyChoices,
  failWith,
  hang,
  malformedJson,
  refuseInputs,
  resetConnection,
} from '../../support/fake-openai/behaviours';
import { embeddingOf } from '../../support/fake-openai/embeddings';
import { type FakeOpenAi, startFakeOpenAi } from '../../support/fake-openai/fake-openai';
import { outcomeOf, textsOf } from './held-provider';

const DIMENSIONS = 64;

describe('embedding by an OpenAI-compatible API', () => {
  let fake: FakeOpenAi;
  let statuses: string[];

  beforeAll(async () => {
    fake = await startFakeOpenAi({ apiKey: 'sk-right' });
    Logger.overrideLogger(false);
  });
  beforeEach(() => {
    fake.reset();
    statuses = [];
  });
  afterAll(() => fake.stop());

  /** As it is composed in production, with the client's own settings; only the pauses are shorter. */
  function embedderWith(apiKey = 'sk-right', timeoutMs = 20_000): BatchingEmbedder {
    const variables = { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: fake.baseUrl };
    const llm: LlmSettings = { ...readEnvironment({ NODE_ENV: 'test', ...variables }).llm, timeoutMs };
    const noteCall = (_model: string, status: string) => void statuses.push(status);
    const client = createOpenAiClient(llm)!;
    return new BatchingEmbedder(
      new OpenAiEmbedder(client, 'text-embedding-3-small', DIMENSIONS),
      {
        concurrency: 4,
        lingerMs: 1,
        backoffMs: 1,
        timeoutMs,
        failuresToCoolDown: 5,
        coolDownMs: 60_000,
        random: () => 1,
      },
      new SystemAlarmClock(),
      { noteCall } as unknown as EmbeddingMetrics,
    );
  }

  const expectVectors = (vectors: Float32Array[] | Error, texts: string[]) => {
    expect(vectors).toHaveLength(texts.length);
    const expected = texts.map((text) => embeddingOf(text, DIMENSIONS));
    (vectors as Float32Array[]).forEach((vector, i) => {
      vector.forEach((value, at) => expect(value).toBeCloseTo(expected[i]![at]!, 5));
    });
  };

  it('carries the texts of fifty documents in one call, and each gets its own vectors [KN-12]', async () => {
    const embedder = embedderWith();
    const documents = Array.from({ length: 50 }, (_, i) => textsOf(`document${i}`, 2));
    const answers = await Promise.all(documents.map((texts) => embedder.embed(texts)));
    expect(fake.embeddedTexts.map((texts) => texts.length)).toEqual([100]);
    answers.forEach((vectors, i) => expectVectors(vectors, documents[i]!));
    expect(statuses).toEqual(['ok']);
  });

  const passing: [string, Behaviour, string][] = [
    ['a limit with its pause', failWith(429, { retryAfterSeconds: 0.01 }), '429'],
    ['a limit with its reset', failWith(429, { headers: { 'x-ratelimit-reset-requests': '10ms' } }), '429'],
    ['a limit without a word', failWith(429), '429'],
    ['an overload with its pause', failWith(503, { retryAfterSeconds: 0.01 }), '503'],
    ['an error of the server', failWith(500), '500'],
    ['a broken connection', resetConnection(), 'failed'],
    ['broken JSON', malformedJson(), 'failed'],
    ['an answer without vectors', emptyChoices(), 'unusable'],
  ];

  it.each(passing)('gets over %s by itself [KN-13] [KN-14] [F11]', async (_, behaviour, status) => {
    fake.scriptEmbeddings(behaviour, behaviour);
    expectVectors(await embedderWith().embed(['text']), ['text']);
    expect(statuses).toEqual([status, status, 'ok']);
  });

  it.each(passing)('gives up %s after three requests in all [KN-13] [F11]', async (_, behaviour) => {
    fake.embeddingsByDefault(behaviour);
    const outcome = await outcomeOf(embedderWith().embed(['text']));
    expect(outcome).toMatchObject({ kind: 'unavailable', code: 'embeddings_unavailable' });
    expect(fake.requests).toHaveLength(3);
  });

  it('does not wait for an answer that does not come [F11]', async () => {
    fake.scriptEmbeddings(hang());
    expectVectors(await embedderWith('sk-right', 300).embed(['text']), ['text']);
    expect(statuses).toEqual(['timeout', 'ok']);
    await fake.requests[0]!.closed;
    expect(fake.requests[0]!.aborted).toBe(true);
  });

  it('asks once with a key that is refused, and does not show it [A13]', async () => {
    const outcome = await outcomeOf(embedderWith('sk-wrong').embed(['text']));
    expect(outcome).toMatchObject({ kind: 'unavailable', code: 'embedding_not_permitted' });
    expect(String(outcome)).not.toContain('sk-wrong');
    expect(fake.requests).toHaveLength(1);
  });

  it('lets a refused text fail its own document, and answers the others of its call', async () => {
    fake.embeddingsByDefault(refuseInputs(/poison/));
    const embedder = embedderWith();
    const documents = Array.from({ length: 20 }, (_, i) => [`page${i}`, i === 7 ? 'poison' : `more${i}`]);
    const outcomes = await Promise.all(documents.map((texts) => outcomeOf(embedder.embed(texts))));
    outcomes.forEach((outcome, i) => {
      if (i !== 7) expectVectors(outcome, documents[i]!);
    });
    expect(outcomes[7]).toMatchObject({ kind: 'unprocessable', code: 'embedding_refused' });
  });

  it('refuses a text that is too long for the model, alone', async () => {
    const embedder = embedderWith();
    const long = outcomeOf(embedder.embed(['word '.repeat(8_192)]));
    const short = embedder.embed(['a short one']);
    expect(await long).toMatchObject({ kind: 'unprocessable', code: 'embedding_refused' });
    expectVectors(await short, ['a short one']);
  });

  it('names the request on a call that serves it alone, and none on a call that serves several', async () => {
    const embedder = embedderWith();
    const embedFor = (requestId: string) =>
      requestContext.run({ requestId, traceparent: null }, () => embedder.embed([requestId]));
    await embedFor('alone');
    await Promise.all([embedFor('one'), embedFor('two')]);
    expect(fake.requests.map(({ headers }) => headers['x-request-id'])).toEqual(['alone', undefined]);
  });

  it('ends a request that its only caller has left', async () => {
    fake.scriptEmbeddings(hang());
    const leaving = new AbortController();
    const left = outcomeOf(embedderWith().embed(['text'], { signal: leaving.signal }));
    while (fake.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    leaving.abort(new Error('gone'));
    expect(await left).toEqual(new Error('gone'));
    await fake.requests[0]!.closed;
    expect(fake.requests[0]!.aborted).toBe(true);
    expect(statuses).toEqual(['aborted']);
  });
});
