import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database';
import { sql, type Statement } from '../../../platform/database/sql';
import { AggregateStore } from '../../../platform/outbox/aggregate-store';
import { deadLetter } from '../../../platform/outbox/dead-letter';
import { IndexingRetryAsked } from '../contracts/indexing-retry-asked.event';
import { Document, type DocumentState } from '../domain/document';
import { Documents, type IndexedContent } from '../domain/documents';
import { insertChunks } from './insert-chunks';
import { LEASE_WHILE_QUEUED } from './lease';

type DocumentRow = Omit<DocumentState, 'workspaceId' | 'problem'> & { readonly lockVersion: number };

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
        SELECT id, title, content, version AS "contentVersion", chunking, priority, status, attempts,
          chunk_count AS "chunkCount", lock_version AS "lockVersion"
        FROM knowledge.documents
        WHERE workspace_id = ${workspaceId} AND id = ${id} AND deleted_at IS NULL`,
    );
    return row ? fromRow(workspaceId, row) : null;
  }

  async takeUp(workspaceId: string, id: string, leaseSeconds: number): Promise<Document | null> {
    const [row] = await this.database.query<DocumentRow>(
      workspaceId,
      sql`
        UPDATE knowledge.documents
        SET status = 'processing', attempts = attempts + 1, lock_version = lock_version + 1, updated_at = now(),
          lease_until = now() + make_interval(secs => ${leaseSeconds})
        WHERE workspace_id = ${workspaceId} AND id = ${id} AND deleted_at IS NULL
          AND status IN ('queued', 'processing')
        RETURNING id, title, content, version AS "contentVersion", chunking, priority, status, attempts,
          chunk_count AS "chunkCount", lock_version AS "lockVersion"`,
    );
    return row ? fromRow(workspaceId, row) : null;
  }

  async holdOn({ id, version, state }: Document, leaseSeconds: number): Promise<void> {
    await this.database.query(
      state.workspaceId,
      sql`
        WITH changed AS (
          UPDATE knowledge.documents SET lease_until = now() + make_interval(secs => ${leaseSeconds})
          WHERE workspace_id = ${state.workspaceId} AND id = ${id} AND lock_version = ${version}
          RETURNING 1)
        SELECT platform.expect_changed(count(*)) FROM changed`,
    );
  }

  async save(document: Document): Promise<void> {
    await this.store.save(document.state.workspaceId, document, [update(document)]);
  }

  async saveIndexed(document: Document, content: IndexedContent): Promise<void> {
    await this.store.save(document.state.workspaceId, document, [
      update(document),
      insertChunks(document, content),
    ]);
  }

  async saveFailed(document: Document, error: Error): Promise<void> {
    const { workspaceId, attempts } = document.state;
    const retryWith = new IndexingRetryAsked(workspaceId, document.id);
    const letter = deadLetter({
      workspaceId,
      queue: 'ingest',
      subjectId: document.id,
      retryWith,
      error,
      attempts,
    });
    await this.store.save(workspaceId, document, [update(document), letter]);
  }
}

/** A deleted document has another version too: deletion wins over whatever was under way. */
function update({ id, version, state }: Document): Statement {
  return sql`
    WITH changed AS (
      UPDATE knowledge.documents
      SET status = ${state.status}, attempts = ${state.attempts}, chunk_count = ${state.chunkCount},
        error = ${state.problem && JSON.stringify(state.problem)}::jsonb, lock_version = lock_version + 1,
        updated_at = now(), lease_until = now() + make_interval(secs => ${LEASE_WHILE_QUEUED})
      WHERE workspace_id = ${state.workspaceId} AND id = ${id} AND lock_version = ${version}
      RETURNING 1)
    SELECT platform.expect_changed(count(*)) FROM changed`;
}

function fromRow(workspaceId: string, { lockVersion, ...row }: DocumentRow): Document {
  return Document.restore({ ...row, workspaceId, problem: null }, lockVersion);
}
