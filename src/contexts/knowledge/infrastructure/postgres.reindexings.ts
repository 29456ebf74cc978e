import { Injectable } from '@nestjs/common';
import { Settings } from '../../../../config/settings';
import { audited } from '../../../platform/audit/audited';
import { Database } from '../../../platform/database/database';
import { sql, type Statement } from '../../../platform/database/sql';
import { textWithContext } from '../domain/chunking/chunk-document';
import { type Embedder } from '../domain/embedder';
import { type RecallReport } from '../domain/recall-comparison';
import { isInUse, type Reindexing, type UnembeddedText } from '../domain/reindexing';
import { type EmbeddedBatch, Reindexings } from '../domain/reindexings';
import { countMissing, missingVectors, type MissingRow } from './missing-vectors';
import {
  endCatchingUp,
  endFlipped,
  endRepaired,
  fail,
  holdOn,
  makeReady,
  noteCarried,
  noteCaughtUp,
  noteProgress,
  noteSetback,
  release,
  takeUp,
  useModel,
} from './reindexing-statements';
import { upsertVectors } from './upsert-vectors';

/** Beyond the deadline of an attempt at a document, for its last save. */
const GRACE_SECONDS = 60;

@Injectable()
export class PostgresReindexings extends Reindexings {
  private readonly nobodyIsLateAfter: number;

  constructor(
    private readonly database: Database,
    { queue }: Settings,
  ) {
    super();
    this.nobodyIsLateAfter = queue.ingestDeadlineSeconds + GRACE_SECONDS;
  }

  async takeUp(workspaceId: string, id: string, leaseSeconds: number): Promise<Reindexing | null> {
    const [row] = await this.database.query<Reindexing & Record<string, unknown>>(
      workspaceId,
      takeUp(workspaceId, id, leaseSeconds),
    );
    return row ?? null;
  }

  async holdOn(reindexing: Reindexing, leaseSeconds: number): Promise<Date> {
    const [row] = await this.database.query<{ now: Date }>(
      reindexing.workspaceId,
      holdOn(reindexing, leaseSeconds),
    );
    return row!.now;
  }

  async countMissing(reindexing: Reindexing, embedder: Embedder): Promise<void> {
    await this.write(reindexing, countMissing(reindexing, embedder));
  }

  /** The words of a version that is being replaced stand under a title that may be new: near enough until then. */
  async missing(
    reindexing: Reindexing,
    embedder: Embedder,
    reached: string | null,
  ): Promise<UnembeddedText[]> {
    const rows = await this.database.query<MissingRow & Record<string, unknown>>(
      reindexing.workspaceId,
      missingVectors(reindexing, embedder, reached),
    );
    return rows.map(({ chunkId, documentId, contentHash, title, ...chunk }) => {
      return { chunkId, documentId, contentHash, text: textWithContext(title, chunk) };
    });
  }

  /** Chunks before vectors, as when a document is saved: then neither waits for the other. */
  async keep(reindexing: Reindexing, { vectors, texts }: EmbeddedBatch, leaseSeconds: number): Promise<void> {
    const { workspaceId, toModel } = reindexing;
    const chunkIds = texts.map(({ chunkId }) => chunkId);
    const progress = { embedded: vectors.length, reached: chunkIds.at(-1)!, leaseSeconds };
    await this.database.batch(workspaceId, [
      noteProgress(reindexing, progress),
      ...(isInUse(reindexing) ? [tellIndexes(workspaceId, chunkIds)] : []),
      upsertVectors(workspaceId, toModel, vectors),
    ]);
  }

  async noteCarried(reindexing: Reindexing, at: Date): Promise<void> {
    await this.write(reindexing, noteCarried(reindexing, at));
  }

  async makeReady(reindexing: Reindexing, report: RecallReport | null): Promise<void> {
    await this.write(reindexing, makeReady(reindexing, report));
  }

  async flip(reindexing: Reindexing, report: RecallReport | null): Promise<void> {
    const { workspaceId, id, fromModel, toModel } = reindexing;
    const detail = { from: fromModel, to: toModel };
    await this.database.batch(workspaceId, [
      endFlipped(reindexing, report),
      endCatchingUp(reindexing),
      useModel(reindexing),
      audited({ action: 'knowledge.embedding_model_changed', subject: { kind: 'reindexing', id }, detail }),
    ]);
  }

  async noteRepaired(reindexing: Reindexing): Promise<void> {
    await this.write(reindexing, endRepaired(reindexing));
  }

  async noteCaughtUp(reindexing: Reindexing): Promise<void> {
    await this.write(reindexing, noteCaughtUp(reindexing, this.nobodyIsLateAfter));
  }

  async release(reindexing: Reindexing): Promise<void> {
    await this.write(reindexing, release(reindexing));
  }

  async noteSetback(reindexing: Reindexing, error: Error, counts: boolean): Promise<void> {
    await this.write(reindexing, noteSetback(reindexing, error, counts));
  }

  async fail(reindexing: Reindexing, error: Error): Promise<void> {
    await this.write(reindexing, fail(reindexing, error));
  }

  private async write({ workspaceId }: Reindexing, statement: Statement): Promise<void> {
    await this.database.query(workspaceId, statement);
  }
}

/** An index in memory that has read the chunk without its vector asks for it once more. */
function tellIndexes(workspaceId: string, chunkIds: readonly string[]): Statement {
  return sql`
    UPDATE knowledge.chunks SET created_xid = pg_current_xact_id()
    WHERE workspace_id = ${workspaceId} AND id = ANY (${chunkIds}::uuid[])`;
}
