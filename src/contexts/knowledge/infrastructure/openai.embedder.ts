import { Embedder } from '../domain/embedder';

const BATCH_SIZE = 100;
const BYTES_PER_FLOAT = 4;

interface EmbeddingsRequest {
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
    create(request: EmbeddingsRequest, options?: { signal?: AbortSignal }): PromiseLike<EmbeddingsResponse>;
  };
}

export class UnusableEmbedding extends Error {
  override readonly name = 'UnusableEmbedding';
}

/** Retries, back-off and timeouts are the client's own (`maxRetries`); a second loop here would multiply them. */
export class OpenAiEmbedder extends Embedder {
  constructor(
    private readonly client: EmbeddingsClient,
    readonly model: string,
    readonly dimensions: number,
  ) {
    super();
  }

  async embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]> {
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

  private requestFor(texts: readonly string[]): EmbeddingsRequest {
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
    const vector = typeof embedding === 'string' ? floatsFrom(embedding) : Float32Array.from(embedding);
    if (vector.length !== this.dimensions) {
      throw new UnusableEmbedding(`${this.model} has ${vector.length} dimensions, not ${this.dimensions}`);
    }
    return toUnitLength(vector, this.model);
  }
}

function floatsFrom(base64: string): Float32Array {
  const bytes = Buffer.from(base64, 'base64');
  const floats = new Float32Array(Math.floor(bytes.length / BYTES_PER_FLOAT));
  for (let i = 0; i < floats.length; i++) floats[i] = bytes.readFloatLE(i * BYTES_PER_FLOAT);
  return floats;
}

function toUnitLength(vector: Float32Array, model: string): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.sqrt(squares);
  if (!Number.isFinite(length) || length === 0) {
    throw new UnusableEmbedding(`${model} answered a vector without a direction`);
  }
  return vector.map((value) => value / length);
}
