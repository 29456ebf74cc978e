import { type Embedder } from './embedder';
import { type HashedVector } from './embedding-cache';
import { type RecallReport } from './recall-comparison';
import { type Reindexing, type UnembeddedText } from './reindexing';

export interface EmbeddedBatch {
  readonly vectors: readonly HashedVector[];
  readonly texts: readonly UnembeddedText[];
}

/** Whatever is written is refused when somebody else has taken the re-indexing up, or ended it. */
export abstract class Reindexings {
  /** Takes up one whose lease has passed; null when there is nothing to do, or somebody is at it. */
  abstract takeUp(workspaceId: string, id: string, leaseSeconds: number): Promise<Reindexing | null>;
  /** Prolongs the lease, and answers what time the database has. */
  abstract holdOn(reindexing: Reindexing, leaseSeconds: number): Promise<Date>;
  abstract countMissing(reindexing: Reindexing, embedder: Embedder): Promise<void>;
  /** The next chunks without a vector, behind the one that was reached. */
  abstract missing(
    reindexing: Reindexing,
    embedder: Embedder,
    reached: string | null,
  ): Promise<UnembeddedText[]>;
  /** Vectors, progress and a longer lease at once: after a crash nothing is embedded again that was kept. */
  abstract keep(reindexing: Reindexing, batch: EmbeddedBatch, leaseSeconds: number): Promise<void>;
  abstract noteCarried(reindexing: Reindexing, at: Date): Promise<void>;
  abstract makeReady(reindexing: Reindexing, report: RecallReport | null): Promise<void>;
  /** From now on the workspace is searched and indexed with the new model. */
  abstract flip(reindexing: Reindexing, report: RecallReport | null): Promise<void>;
  /** Every vector was there or is again, of the model in use. */
  abstract noteRepaired(reindexing: Reindexing): Promise<void>;
  /** Late documents were caught up with; looks again later, unless none can come any more. */
  abstract noteCaughtUp(reindexing: Reindexing): Promise<void>;
  /** Lets others go on with it. */
  abstract release(reindexing: Reindexing): Promise<void>;
  /** Likewise, and says why it does not go on now. */
  abstract noteSetback(reindexing: Reindexing, error: Error, counts: boolean): Promise<void>;
  abstract fail(reindexing: Reindexing, error: Error): Promise<void>;
}
