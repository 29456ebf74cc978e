import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { audited } from '../../../platform/audit/audited';
import { wins } from '../../../platform/database/single-winner';
import { sql } from '../../../platform/database/sql';
import { AggregateStore } from '../../../platform/outbox/aggregate-store';
import { DocumentDeleted } from '../contracts/document-deleted.event';
import { settleDeadLetter } from '../../../platform/outbox/dead-letter';

export class DeleteDocument extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly documentId: string,
    /** Who asks; null: somebody who may read every document. */
    readonly readers: readonly string[] | null = null,
  ) {
    super();
  }
}

/** What stays is that it was there, for its ingestion's count: no word of it. */
@CommandHandler(DeleteDocument)
export class DeleteDocumentHandler implements ICommandHandler<DeleteDocument> {
  constructor(private readonly store: AggregateStore) {}

  async execute({ workspaceId, documentId, readers }: DeleteDocument): Promise<void> {
    const rows = [
      // The new version stops a job that is about to save; the transaction id tells the indexes in memory.
      sql`
        WITH deleted AS (
          UPDATE knowledge.documents
          SET deleted_at = now(), updated_at = now(), lock_version = lock_version + 1,
            withdrawn_xid = pg_current_xact_id(), title = '', url = NULL, external_id = NULL, source_url = NULL,
            content = NULL, file_id = NULL, metadata = '{}', properties = '{}', page_starts = NULL, access = NULL,
            last_error = NULL, bytes = 0
          WHERE workspace_id = ${workspaceId} AND id = ${documentId} AND deleted_at IS NULL
            AND (access IS NULL OR ${readers}::text[] IS NULL OR access && ${readers}::text[])
          RETURNING 1)
        SELECT platform.expect_changed(count(*)) FROM deleted`,
      sql`DELETE FROM knowledge.chunks WHERE workspace_id = ${workspaceId} AND document_id = ${documentId}`,
      sql`DELETE FROM knowledge.files WHERE workspace_id = ${workspaceId} AND document_id = ${documentId}`,
      settleDeadLetter(workspaceId, 'ingest', documentId),
      audited({ action: 'knowledge.document_deleted', subject: { kind: 'document', id: documentId } }),
    ];
    const deleted = new DocumentDeleted(workspaceId, documentId);
    if (!(await wins(this.store.commit(workspaceId, rows, [deleted])))) throw notFound('document');
  }
}
