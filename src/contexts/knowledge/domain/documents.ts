import { type Chunk } from './chunking/chunk';
import { type Document } from './document';

interface IndexedChunk extends Chunk {
  readonly embedding: Float32Array;
  /** How much each stem says about the chunk. */
  readonly terms: ReadonlyMap<string, number>;
}

export interface IndexedContent {
  readonly embeddingModel: string;
  readonly chunks: readonly IndexedChunk[];
}

export abstract class Documents {
  abstract find(workspaceId: string, id: string): Promise<Document | null>;
  /** Takes up a document that waits for it, for a lease; null when there is nothing to do. */
  abstract takeUp(workspaceId: string, id: string, leaseSeconds: number): Promise<Document | null>;
  /** Prolongs the lease; refused when somebody else has taken the document up. */
  abstract holdOn(document: Document, leaseSeconds: number): Promise<void>;
  abstract save(document: Document): Promise<void>;
  /** The chunks replace those of earlier versions, and become searchable, with the status in one transaction. */
  abstract saveIndexed(document: Document, content: IndexedContent): Promise<void>;
  /** Together with the dead letter that operators see it by. */
  abstract saveFailed(document: Document, cause: Error): Promise<void>;
}
