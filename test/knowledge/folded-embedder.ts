import { Embedder, type EmbeddingRequest } from '../../src/contexts/knowledge/domain/embedder';
import { LocalEmbedder } from '../../src/contexts/knowledge/infrastructure/local.embedder';

/** Another model: the local one, folded to fewer dimensions. It tells what it was asked, and may be interrupted. */
export class FoldedEmbedder extends Embedder {
  readonly isMetered = false;
  readonly asked: string[] = [];
  /** Comes before the next answer; what it throws is thrown. */
  interruption: ((call: number) => Promise<unknown>) | null = null;
  private readonly local = new LocalEmbedder();
  private calls = 0;

  constructor(
    readonly model: string,
    readonly dimensions: number,
    readonly batchSize = 100,
  ) {
    super();
  }

  async embed(texts: readonly string[], request: EmbeddingRequest = {}): Promise<Float32Array[]> {
    await this.interruption?.(++this.calls);
    this.asked.push(...texts);
    const vectors = await this.local.embed(texts, request);
    return vectors.map((vector) => this.folded(vector));
  }

  forget(): void {
    this.asked.length = 0;
    this.calls = 0;
    this.interruption = null;
  }

  private folded(vector: Float32Array): Float32Array {
    const folded = new Float32Array(this.dimensions);
    vector.forEach((value, i) => (folded[i % this.dimensions]! += value));
    const length = Math.hypot(...folded);
    return folded.map((value) => value / length);
  }
}
