import { type Embedder } from './embedder';

/** Every model that this installation can embed with. */
export abstract class Embedders {
  /** What a workspace uses that has not moved to another one. */
  abstract readonly defaultModel: string;
  abstract readonly models: readonly string[];
  /** Null for a model that this installation cannot ask (any more). */
  abstract find(model: string): Embedder | null;
}
