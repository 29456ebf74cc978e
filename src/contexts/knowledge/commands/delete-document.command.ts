import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { Database } from '../../../platform/database/database';
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
    const [deleted = []] = await this.database.batch(workspaceId, [
      // The new version stops a job that is about to save; the transaction id tells the indexes in memory.
      sql`
        UPDATE knowledge.documents
        SET deleted_at = now(), updated_at = now(), lock_version = lock_version + 1,
          withdrawn_xid = pg_current_xact_id()
        WHERE workspace_id = ${workspaceId} AND id = ${documentId} AND deleted_at IS NULL
        RETURNING 1`,
      sql`DELETE FROM knowledge.chunks WHERE workspace_id = ${workspaceId} AND document_id = ${documentId}`,
    ]);
    if (deleted.length === 0) throw notFound('document');
  }
}
