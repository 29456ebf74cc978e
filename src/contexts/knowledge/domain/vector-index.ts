import { type SearchBounds } from './search-bounds';

export interface Candidate {
  readonly chunkId: string;
  readonly score: number;
}

/** The question as a vector of one model. The index asks for it, because it alone knows which model it holds. */
export type AskedVector = (model: string) => Promise<Float32Array>;

export interface VectorPoint {
  readonly chunkId: string;
  readonly vector: Float32Array;
}

/** The vectors of one version of a document, with what searches are narrowed by. */
export interface DocumentVectors {
  readonly documentId: string;
  readonly version: number;
  readonly model: string;
  /** Who may find it; null: the whole workspace. */
  readonly access: readonly string[] | null;
  readonly points: readonly VectorPoint[];
}

/** The chunks nearest to a question, by the cosine; sees every document whose indexing has ended. */
export abstract class VectorIndex {
  /** False where the index reads the database by itself: then nothing is ever carried to it. */
  abstract readonly isApart: boolean;
  abstract search(workspaceId: string, asked: AskedVector, bounds: SearchBounds): Promise<Candidate[]>;
  /** Adds a version; repeatable. Earlier versions stay until they are withdrawn. */
  abstract publish(workspaceId: string, vectors: DocumentVectors): Promise<void>;
  /** Removes a document's versions below the one given, or all of them; repeatable. */
  abstract withdraw(workspaceId: string, documentId: string, belowVersion?: number): Promise<void>;
  /** Makes sure that vectors of the model can be kept; true when there was no place for them yet. */
  abstract prepare(workspaceId: string, model: string): Promise<boolean>;
  abstract forgetWorkspace(workspaceId: string): Promise<void>;
}
