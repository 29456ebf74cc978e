import { type Chunk } from './chunking/chunk';
import { type Document } from './document';
import { type DispatchedDocument } from './indexing-queue';
import { type ParsedDocument } from './parsing/document-parser';
import { type Content } from './submission';

interface IndexedChunk extends Chunk {
  readonly id: string;
  /** Of what was embedded: where its vector is found. */
  readonly contentHash: Buffer;
  readonly embedding: Float32Array;
  /** How much each stem says about the chunk. */
  readonly terms: ReadonlyMap<string, number>;
}

export interface IndexedContent {
  readonly embeddingModel: string;
  readonly chunks: readonly IndexedChunk[];
}

export type IndexingStage = 'fetching' | 'parsing' | 'chunking' | 'embedding' | 'publishing';

export interface TakenUp {
  readonly document: Document;
  /** What its workspace embeds with; null: the default. */
  readonly embeddingModel: string | null;
  /** Whether documents of the workspace wait that the queue has no jobs for yet. */
  readonly hasBacklog: boolean;
}

/** Why an attempt did not succeed, and when the next is due. */
export interface Setback {
  readonly error: Error;
  readonly retryInSeconds: number;
  /** False when it was nothing that the document could be blamed for. */
  readonly counts: boolean;
}

/** What a new version says anew; what is left out stays as it is. */
export interface StoredRevision {
  readonly content: Content;
  readonly contentHash: string;
  readonly url?: string | null;
  readonly externalId?: string | null;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly access?: readonly string[] | null;
  readonly revisedBy: string | null;
}

export interface Dispatch {
  readonly documents: readonly DispatchedDocument[];
  readonly hasBacklog: boolean;
}

export abstract class Documents {
  abstract find(workspaceId: string, id: string): Promise<Document | null>;
  /** Takes up a document that waits for it, for a lease; null when there is nothing to do. */
  abstract takeUp(workspaceId: string, id: string, leaseSeconds: number): Promise<TakenUp | null>;
  /** Prolongs the lease and says where the work is; refused when somebody else has taken the document up. */
  abstract holdOn(document: Document, stage: IndexingStage, leaseSeconds: number): Promise<void>;
  abstract noteSetback(document: Document, setback: Setback): Promise<void>;
  abstract save(document: Document): Promise<void>;
  abstract saveRevision(document: Document, revision: StoredRevision): Promise<void>;
  /** What was read from a file, so that it is read once. */
  abstract saveText(document: Document, parsed: ParsedDocument, title: string): Promise<void>;
  /** The chunks of a version that is not searched yet; those of an earlier attempt are replaced. */
  abstract saveChunks(document: Document, content: IndexedContent): Promise<void>;
  /** The version whose chunks were saved becomes the one that is searched; earlier ones go. */
  abstract saveReady(document: Document): Promise<void>;
  /** Both at once, where nothing has to happen between them. */
  abstract saveIndexed(document: Document, content: IndexedContent): Promise<void>;
  /** Together with the dead letter that operators see it by. */
  abstract saveFailed(document: Document, cause: Error): Promise<void>;
  /** What the queue should be given now: as many as the workspace's window has room for, and what it may have lost. */
  abstract nextToDispatch(workspaceId: string, window: number): Promise<Dispatch>;
  abstract noteDispatched(workspaceId: string, documents: readonly DispatchedDocument[]): Promise<void>;
}
