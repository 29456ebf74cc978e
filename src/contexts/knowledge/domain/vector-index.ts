export interface Candidate {
  readonly chunkId: string;
  readonly score: number;
}

export interface SearchBounds {
  readonly limit: number;
  /** Null: all documents of the workspace. */
  readonly documentIds: ReadonlySet<string> | null;
}

/** The chunks nearest to a vector, by the cosine; sees every document whose transaction has committed. */
export abstract class VectorIndex {
  abstract search(workspaceId: string, vector: Float32Array, bounds: SearchBounds): Promise<Candidate[]>;
}
