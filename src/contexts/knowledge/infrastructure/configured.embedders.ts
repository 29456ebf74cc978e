import { Injectable, Optional } from '@nestjs/common';
import { type EmbeddingModel, embeddingModels } from '../../../../config/embedding-models';
import { type LlmSettings, Settings } from '../../../../config/settings';
import { EmbeddingMetrics } from '../../../platform/llm/embedding-metrics';
import { createOpenAiClient } from '../../../platform/llm/openai-client';
import { type Embedder } from '../domain/embedder';
import { Embedders } from '../domain/embedders';
import { SystemAlarmClock } from './embedding/alarm-clock';
import { BatchingEmbedder, type BatchingPolicy } from './embedding/batching.embedder';
import { RememberingEmbedder } from './embedding/remembering.embedder';
import { LocalEmbedder } from './local.embedder';
import { type EmbeddingsClient, OpenAiEmbedder } from './openai.embedder';

/** The catalogue's models, as far as there is a key for their provider. */
@Injectable()
export class ConfiguredEmbedders extends Embedders {
  readonly defaultModel: string;
  private readonly byModel: ReadonlyMap<string, Embedder>;

  constructor({ llm }: Settings, @Optional() metrics?: EmbeddingMetrics) {
    super();
    const client = createOpenAiClient(llm);
    const policy = policyOf(llm);
    const models = embeddingModels(llm);
    this.defaultModel = models[0]!.id;
    this.byModel = new Map(
      models.map((model) => {
        const isRemote = model.provider === 'openai' && client;
        return [model.id, isRemote ? remote(model, client, policy, metrics) : new LocalEmbedder()];
      }),
    );
  }

  get models(): readonly string[] {
    return [...this.byModel.keys()];
  }

  find(model: string): Embedder | null {
    return this.byModel.get(model) ?? null;
  }
}

/** A provider's limits are per model, so each has its own calls. */
function remote(
  { id, dimensions }: EmbeddingModel,
  client: EmbeddingsClient,
  policy: BatchingPolicy,
  metrics?: EmbeddingMetrics,
): Embedder {
  const clock = new SystemAlarmClock();
  const embedder = new OpenAiEmbedder(client, id, dimensions);
  return new RememberingEmbedder(new BatchingEmbedder(embedder, policy, clock, metrics), clock, metrics);
}

function policyOf({ embeddingConcurrency, timeoutMs }: LlmSettings): BatchingPolicy {
  return {
    concurrency: embeddingConcurrency,
    timeoutMs,
    lingerMs: 10,
    backoffMs: 500,
    failuresToCoolDown: 5,
    coolDownMs: 15_000,
    random: Math.random,
  };
}
