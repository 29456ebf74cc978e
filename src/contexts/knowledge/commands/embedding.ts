import { Injectable } from '@nestjs/common';
import { FaultPoints } from '../../../platform/faults/fault-points';
import { type Embedder } from '../domain/embedder';
import { EmbeddingCache } from '../domain/embedding-cache';

export interface HashedText {
  /** Of exactly this text. */
  readonly contentHash: Buffer;
  readonly text: string;
}

interface EmbeddingProgress {
  readonly signal?: AbortSignal;
  /** Called after each batch, when it is safe from a crash; ends the work by throwing. */
  readonly onBatch?: (embedded: number, toEmbed: number) => Promise<void>;
}

/** Vectors for texts, and each text paid for once: also when a worker dies halfway, and another one goes on. */
@Injectable()
export class Embedding {
  constructor(
    private readonly cache: EmbeddingCache,
    private readonly faults: FaultPoints,
  ) {}

  /** One vector per text, in order. */
  async vectorsFor(
    workspaceId: string,
    embedder: Embedder,
    texts: readonly HashedText[],
    { signal, onBatch }: EmbeddingProgress = {},
  ): Promise<Float32Array[]> {
    const unique = new Map(texts.map((text) => [keyOf(text), text]));
    const vectors = await this.known(workspaceId, embedder, [...unique.values()]);
    const missing = [...unique].filter(([key]) => !vectors.has(key)).map(([, text]) => text);
    for (let start = 0; start < missing.length; start += embedder.batchSize) {
      const batch = missing.slice(start, start + embedder.batchSize);
      const embedded = await this.embed(workspaceId, embedder, batch, signal);
      batch.forEach((text, i) => vectors.set(keyOf(text), embedded[i]!));
      await onBatch?.(start + batch.length, missing.length);
    }
    return texts.map((text) => vectors.get(keyOf(text))!);
  }

  /** Of other dimensions are those from before the installation changed them. */
  private async known(
    workspaceId: string,
    { isMetered, model, dimensions }: Embedder,
    texts: readonly HashedText[],
  ): Promise<Map<string, Float32Array>> {
    if (!isMetered) return new Map();
    const hashes = texts.map(({ contentHash }) => contentHash);
    const found = await this.cache.find(workspaceId, model, hashes);
    return new Map([...found].filter(([, vector]) => vector.length === dimensions));
  }

  private async embed(
    workspaceId: string,
    embedder: Embedder,
    batch: readonly HashedText[],
    signal: AbortSignal | undefined,
  ): Promise<Float32Array[]> {
    const texts = batch.map(({ text }) => text);
    const [vectors] = await Promise.all([
      embedder.embed(texts, { workspaceId, signal }),
      this.faults.reach('K9 embedding batch in flight'),
    ]);
    await this.faults.reach('K10 embedding batch answered');
    if (embedder.isMetered) {
      const kept = batch.map(({ contentHash }, i) => ({ contentHash, embedding: vectors[i]! }));
      await this.cache.keep(workspaceId, embedder.model, kept);
    }
    return vectors;
  }
}

const keyOf = ({ contentHash }: HashedText): string => contentHash.toString('hex');
