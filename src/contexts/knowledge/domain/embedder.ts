/** Turns texts into vectors: one per text, in order, each `dimensions` long and of length one. */
export abstract class Embedder {
  abstract readonly model: string;
  abstract readonly dimensions: number;
  abstract embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>;
}
