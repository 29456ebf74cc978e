export interface HashedVector {
  /** Of exactly the text that was embedded. */
  readonly contentHash: Buffer;
  readonly embedding: Float32Array;
}

/** The vectors that a workspace has paid for. What another workspace has embedded is never seen, not even used. */
export abstract class EmbeddingCache {
  /** By the hash in hexadecimal; what is unknown is left out. */
  abstract find(
    workspaceId: string,
    model: string,
    hashes: readonly Buffer[],
  ): Promise<ReadonlyMap<string, Float32Array>>;
  abstract keep(workspaceId: string, model: string, vectors: readonly HashedVector[]): Promise<void>;
}
