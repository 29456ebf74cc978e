import { type Embedder } from './embedder';

/** How the new vectors find what the old ones find: exact searches for passages that are known to be there. */
export interface RecallReport {
  /** Each is a heading, or the first words of a passage. */
  readonly questions: number;
  readonly comparedChunks: number;
  /** The part of the ten nearest passages that both models agree on, from 0 to 1. */
  readonly overlapAt10: number;
  /** How often the passage itself was among the ten nearest. */
  readonly foundByOld: number;
  readonly foundByNew: number;
}

export abstract class RecallComparison {
  /** Null where there is nothing to compare. */
  abstract compare(workspaceId: string, from: Embedder, to: Embedder): Promise<RecallReport | null>;
}
