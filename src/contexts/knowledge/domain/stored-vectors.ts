import { type DocumentVectors } from './vector-index';

export interface ChunkPage {
  readonly chunkIds: readonly string[];
  /** What to ask for the next page with; null: that was all. */
  readonly next: string | null;
}

/** The vectors as the database has them: what an index apart is filled from, and compared with. */
export abstract class StoredVectors {
  /** What the workspace embeds with. */
  abstract modelOf(workspaceId: string): Promise<string>;
  /** Chunks that searches should find by a vector of the model, in the order of their ids. */
  abstract live(workspaceId: string, model: string, place: string | null): Promise<ChunkPage>;
  abstract read(workspaceId: string, model: string, chunkIds: readonly string[]): Promise<DocumentVectors[]>;
  /** Those that no search will ever show again. A version that is still being indexed is none of them. */
  abstract goneAmong(workspaceId: string, chunkIds: readonly string[]): Promise<string[]>;
}
