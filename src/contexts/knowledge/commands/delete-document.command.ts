import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { audited } from '../../../platform/audit/audited';
import { Database } from '../../../platform/database/database';
import { wins } from '../../../platform/database/single-winner';
import { sql } from '../../../platform/database/sql';

export class DeleteDocument extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly documentId: string,
  ) {
    super();
  }
}

@CommandHandler(DeleteDocument)
export class DeleteDocumentHandler implements ICommandHandler<DeleteDocument> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, documentId }: DeleteDocument): Promise<void> {
    const removal = this.database.batch(workspaceId, [
      // The new version stops a job that is about to save; the transaction id tells the indexes in memory.
      sql`
        WITH deleted AS (
          UPDATE knowledge.documents
          SET deleted_at = now(), updated_at = now(), lock_version = lock_version + 1,
            withdrawn_xid = pg_current_xact_id()
          WHERE workspace_id = ${workspaceId} AND id = ${documentId} AND deleted_at IS NULL
          RETURNING 1)
        SELECT platform.expect_changed(count(*)) FROM deleted`,
      sql`DELETE FROM knowledge.chunks WHERE workspace_id = ${workspaceId} AND document_id = ${documentId}`,
      audited({ action: 'knowledge.document_deleted', subject: { kind: 'document', id: documentId } }),
    ]);
    if (!(await wins(removal))) throw notFound('document');
  }
}
