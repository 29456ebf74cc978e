import { type Clock } from '../../../../kernel/clock';
import { type EmbeddingMetrics } from '../../../../platform/llm/embedding-metrics';
import { contentHashOf } from '../../domain/chunking/content-hash';
import { Embedder, type EmbeddingRequest } from '../../domain/embedder';

const MOST_QUESTIONS = 2_000;
const LIFE_MS = 10 * 60_000;

interface Remembered {
  readonly vector: Float32Array;
  readonly until: number;
}

/** People ask the same again, and page through what they found. Each workspace's questions are remembered apart. */
export class RememberingEmbedder extends Embedder {
  readonly model: string;
  readonly dimensions: number;
  readonly isMetered: boolean;
  readonly batchSize: number;
  /** In the order of their last use. */
  private readonly questions = new Map<string, Remembered>();

  constructor(
    private readonly embedder: Embedder,
    private readonly clock: Clock,
    private readonly metrics?: EmbeddingMetrics,
    private readonly most = MOST_QUESTIONS,
  ) {
    super();
    ({
      model: this.model,
      dimensions: this.dimensions,
      isMetered: this.isMetered,
      batchSize: this.batchSize,
    } = embedder);
  }

  async embed(texts: readonly string[], request: EmbeddingRequest = {}): Promise<Float32Array[]> {
    const { workspaceId, isQuestion } = request;
    const [question] = texts;
    if (!isQuestion || !workspaceId || question === undefined || texts.length > 1) {
      return this.embedder.embed(texts, request);
    }
    const key = `${workspaceId}/${contentHashOf(question).toString('base64')}`;
    const known = this.recall(key);
    if (known) return [known];
    const [vector] = await this.embedder.embed(texts, request);
    this.remember(key, { vector: vector!, until: this.now() + LIFE_MS });
    return [vector!];
  }

  private recall(key: string): Float32Array | null {
    const known = this.questions.get(key);
    if (!known || known.until <= this.now()) return null;
    this.remember(key, known);
    this.metrics?.noteCached(this.model, 1);
    return known.vector;
  }

  private remember(key: string, remembered: Remembered): void {
    this.questions.delete(key);
    this.questions.set(key, remembered);
    if (this.questions.size > this.most) this.questions.delete(this.questions.keys().next().value!);
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}
