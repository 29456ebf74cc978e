import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { AggregateStore } from '../../../platform/outbox/aggregate-store';
import { deadLetter } from '../../../platform/outbox/dead-letter';
import { IndexingRetryAsked } from '../contracts/indexing-retry-asked.event';
import { type Document } from '../domain/document';
import {
  type Dispatch,
  Documents,
  type IndexedContent,
  type IndexingStage,
  type Setback,
  type StoredRevision,
  type TakenUp,
} from '../domain/documents';
import { type DispatchedDocument } from '../domain/indexing-queue';
import { type ParsedDocument } from '../domain/parsing/document-parser';
import { noteDispatched, nextToDispatch, type NextRow } from './dispatch-statements';
import { deleteChunksBelow, deleteChunksOf, updateDocument, updateText } from './document-statements';
import { type DocumentRow, fromRow } from './document-row';
import { insertChunks } from './insert-chunks';
import { insertFile } from './insert-file';
import { noteSetback, prolongLease } from './lease-statements';
import { deleteOtherFiles, replaceContent } from './revision-statement';
import { upsertVectors } from './upsert-vectors';

@Injectable()
export class PostgresDocuments extends Documents {
  constructor(
    private readonly database: Database,
    private readonly store: AggregateStore,
  ) {
    super();
  }

  async find(workspaceId: string, id: string): Promise<Document | null> {
    const [row] = await this.database.query<DocumentRow>(
      workspaceId,
      sql`
        SELECT id, ingestion_id AS "ingestionId", title, title_is_given AS "titleIsGiven", source, file_id AS "fileId",
          source_url AS "sourceUrl", content, page_starts AS "pageStarts", language, version AS "contentVersion",
          live_version AS "liveVersion", access, chunking, priority, status, attempts, chunk_count AS "chunkCount",
          tells_progress AS "tellsProgress", lock_version AS "lockVersion"
        FROM knowledge.documents
        WHERE workspace_id = ${workspaceId} AND id = ${id} AND deleted_at IS NULL`,
    );
    return row ? fromRow(workspaceId, row) : null;
  }

  /** The CASE matches no partial index: without statistics PostgreSQL would walk one and leave the primary key alone. */
  async takeUp(workspaceId: string, id: string, leaseSeconds: number): Promise<TakenUp | null> {
    const [row] = await this.database.query<DocumentRow & Omit<TakenUp, 'document'>>(
      workspaceId,
      sql`
        UPDATE knowledge.documents
        SET status = 'processing', attempts = attempts + 1, lock_version = lock_version + 1, updated_at = now(),
          lease_until = now() + make_interval(secs => ${leaseSeconds}), lane = coalesce(lane, 2), retry_at = NULL,
          stage = CASE WHEN content IS NOT NULL THEN 'chunking' WHEN source = 'url' THEN 'fetching' ELSE 'parsing' END,
          stage_since = now()
        WHERE workspace_id = ${workspaceId} AND id = ${id}
          AND CASE WHEN deleted_at IS NULL THEN status END IN ('queued', 'processing')
        RETURNING id, ingestion_id AS "ingestionId", title, title_is_given AS "titleIsGiven", source,
          file_id AS "fileId", source_url AS "sourceUrl", content, page_starts AS "pageStarts", language,
          version AS "contentVersion", live_version AS "liveVersion", access, chunking, priority, status, attempts,
          chunk_count AS "chunkCount", tells_progress AS "tellsProgress", lock_version AS "lockVersion",
          (SELECT embedding_model FROM knowledge.settings WHERE settings.workspace_id = ${workspaceId}) AS "embeddingModel",
          EXISTS (SELECT 1 FROM knowledge.documents AS other WHERE other.workspace_id = ${workspaceId}
            AND other.status = 'queued' AND other.deleted_at IS NULL AND other.lane IS NULL) AS "hasBacklog"`,
    );
    if (!row) return null;
    const { hasBacklog, embeddingModel, ...document } = row;
    return { document: fromRow(workspaceId, document), hasBacklog, embeddingModel };
  }

  async holdOn(document: Document, stage: IndexingStage, leaseSeconds: number): Promise<void> {
    await this.database.query(document.state.workspaceId, prolongLease(document, stage, leaseSeconds));
  }

  async noteSetback(document: Document, setback: Setback): Promise<void> {
    await this.database.query(document.state.workspaceId, noteSetback(document, setback));
  }

  async save(document: Document): Promise<void> {
    await this.store.save(document.state.workspaceId, document, [updateDocument(document)]);
  }

  async saveRevision(document: Document, revision: StoredRevision): Promise<void> {
    const { workspaceId, fileId } = document.state;
    const { content, revisedBy } = revision;
    const file =
      content.source === 'file' && fileId !== null
        ? [
            insertFile(workspaceId, {
              ...content.file,
              id: fileId,
              documentId: document.id,
              createdBy: revisedBy,
            }),
          ]
        : [];
    await this.store.save(workspaceId, document, [
      updateDocument(document),
      replaceContent(document, revision),
      deleteOtherFiles(document),
      ...file,
    ]);
  }

  async saveText(document: Document, parsed: ParsedDocument, title: string): Promise<void> {
    await this.database.query(document.state.workspaceId, updateText(document, parsed, title));
    Object.assign(document.state, {
      title,
      content: parsed.content,
      pageStarts: parsed.pageStarts,
      language: parsed.properties.language ?? null,
    });
  }

  async saveChunks(document: Document, content: IndexedContent): Promise<void> {
    const { workspaceId } = document.state;
    await this.database.batch(workspaceId, [
      prolongLease(document, 'publishing', LEASE_WHILE_PUBLISHING),
      deleteChunksOf(document),
      insertChunks(document, content),
      upsertVectors(workspaceId, content.embeddingModel, content.chunks),
    ]);
  }

  async saveReady(document: Document): Promise<void> {
    await this.store.save(document.state.workspaceId, document, [
      updateDocument(document),
      deleteChunksBelow(document),
    ]);
  }

  async saveIndexed(document: Document, content: IndexedContent): Promise<void> {
    const { workspaceId } = document.state;
    await this.store.save(workspaceId, document, [
      updateDocument(document),
      ...(document.state.contentVersion > 1 ? [deleteChunksBelow(document)] : []),
      insertChunks(document, content),
      upsertVectors(workspaceId, content.embeddingModel, content.chunks),
    ]);
  }

  async saveFailed(document: Document, error: Error): Promise<void> {
    const { workspaceId, attempts } = document.state;
    const retryWith = new IndexingRetryAsked(workspaceId, document.id);
    const subject = { workspaceId, queue: 'ingest', subjectId: document.id };
    const letter = deadLetter({ ...subject, retryWith, error, attempts });
    await this.store.save(workspaceId, document, [updateDocument(document), letter]);
  }

  async nextToDispatch(workspaceId: string, window: number): Promise<Dispatch> {
    const rows = await this.database.query<NextRow>(workspaceId, nextToDispatch(workspaceId, window));
    const documents = rows.filter(({ isDue }) => isDue);
    return { documents, hasBacklog: documents.length < rows.length };
  }

  async noteDispatched(workspaceId: string, documents: readonly DispatchedDocument[]): Promise<void> {
    await this.database.batch(
      workspaceId,
      documents.map((document) => noteDispatched(workspaceId, document)),
    );
  }
}

const LEASE_WHILE_PUBLISHING = 60;
