export interface EmbeddingRequest {
  /** Whose texts these are: workspaces take turns, and no answer is shared between them. */
  readonly workspaceId?: string;
  /** Somebody is waiting for a search: goes before all documents. */
  readonly isQuestion?: boolean;
  readonly signal?: AbortSignal;
}

/** Turns texts into vectors: one per text, in order, each `dimensions` long and of length one. */
export abstract class Embedder {
  abstract readonly model: string;
  abstract readonly dimensions: number;
  /** Whether asking costs money or much time, so that answers are worth keeping. */
  abstract readonly isMetered: boolean;
  /** How many texts one call takes at most. */
  abstract readonly batchSize: number;
  abstract embed(texts: readonly string[], request?: EmbeddingRequest): Promise<Float32Array[]>;
}
