import { Embedder } from '../../src/contexts/knowledge/domain/embedder';
import { Embedders } from '../../src/contexts/knowledge/domain/embedders';

class NumbersEmbedder extends Embedder {
  readonly isMetered = false;
  readonly batchSize = 100;

  constructor(
    readonly model: string,
    readonly dimensions: number,
  ) {
    super();
  }

  embed(): Promise<Float32Array[]> {
    return Promise.reject(new Error('Tests bring their own vectors'));
  }
}

/** An installation with two models of different lengths of vector, the shorter by default. */
export class TwoModels extends Embedders {
  readonly defaultModel = 'small-4';
  private readonly embedders = [new NumbersEmbedder('small-4', 4), new NumbersEmbedder('large-8', 8)];

  get models(): readonly string[] {
    return this.embedders.map(({ model }) => model);
  }

  find(model: string): Embedder | null {
    return this.embedders.find((embedder) => embedder.model === model) ?? null;
  }
}
