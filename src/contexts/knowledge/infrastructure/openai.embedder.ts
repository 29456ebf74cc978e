import { Embedder, type EmbeddingRequest } from '../domain/embedder';
import { unpackVector } from './search/packed-vector';

const BATCH_SIZE = 100;

interface EmbeddingsCall {
  model: string;
  input: string[];
  encoding_format: 'base64';
  dimensions?: number;
}

interface EmbeddingsResponse {
  data: { index: number; embedding: number[] | string }[];
}

/** The part of the official client that is used here. */
export interface EmbeddingsClient {
  embeddings: {
    create(request: EmbeddingsCall, options?: { signal?: AbortSignal }): PromiseLike<EmbeddingsResponse>;
  };
}

export class UnusableEmbedding extends Error {
  override readonly name = 'UnusableEmbedding';
}

/** One text to one vector, and nothing else: who calls it tries again and waits (BatchingEmbedder). */
export class OpenAiEmbedder extends Embedder {
  readonly isMetered = true;
  readonly batchSize = BATCH_SIZE;

  constructor(
    private readonly client: EmbeddingsClient,
    readonly model: string,
    readonly dimensions: number,
  ) {
    super();
  }

  async embed(texts: readonly string[], { signal }: EmbeddingRequest = {}): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (let start = 0; start < texts.length; start += BATCH_SIZE) {
      signal?.throwIfAborted();
      vectors.push(...(await this.embedBatch(texts.slice(start, start + BATCH_SIZE), signal)));
    }
    return vectors;
  }

  private async embedBatch(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]> {
    const { data } = await this.client.embeddings.create(this.requestFor(texts), { signal });
    if (data.length !== texts.length) {
      throw new UnusableEmbedding(`${this.model} answered ${data.length} vectors for ${texts.length} texts`);
    }
    const byIndex = new Map(data.map((item) => [item.index, item.embedding]));
    return texts.map((_, index) => this.vectorFrom(byIndex.get(index)));
  }

  private requestFor(texts: readonly string[]): EmbeddingsCall {
    return {
      model: this.model,
      // The API refuses an empty string, and with it the whole batch.
      input: texts.map((text) => (text === '' ? ' ' : text)),
      encoding_format: 'base64',
      // Only this family can shorten its vectors; older models refuse the parameter.
      ...(this.model.includes('text-embedding-3') ? { dimensions: this.dimensions } : {}),
    };
  }

  private vectorFrom(embedding: number[] | string | undefined): Float32Array {
    if (embedding === undefined) throw new UnusableEmbedding(`${this.model} left a text without its vector`);
    // Some compatible servers ignore the encoding that was asked for.
    const vector = typeof embedding === 'string' ? floatsIn(embedding) : Float32Array.from(embedding);
    if (vector.length !== this.dimensions) {
      throw new UnusableEmbedding(`${this.model} has ${vector.length} dimensions, not ${this.dimensions}`);
    }
    return toUnitLength(vector, this.model);
  }
}

const floatsIn = (base64: string): Float32Array => unpackVector(Buffer.from(base64, 'base64'));

function toUnitLength(vector: Float32Array, model: string): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.sqrt(squares);
  if (!Number.isFinite(length) || length === 0) {
    throw new UnusableEmbedding(`${model} answered a vector without a direction`);
  }
  return vector.map((value) => value / length);
}
