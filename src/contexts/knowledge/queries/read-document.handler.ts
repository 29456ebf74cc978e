import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { type DocumentText, ReadDocument } from '../contracts/read-document.query';

@QueryHandler(ReadDocument)
export class ReadDocumentHandler implements IQueryHandler<ReadDocument> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, documentId, readers }: ReadDocument): Promise<DocumentText | null> {
    const [document] = await this.database.query<DocumentText>(
      workspaceId,
      sql`
        SELECT id, title, content AS text
        FROM knowledge.documents
        WHERE workspace_id = ${workspaceId} AND id = ${documentId} AND deleted_at IS NULL AND content IS NOT NULL
          AND (access IS NULL OR ${readers}::text[] IS NULL OR access && ${readers}::text[])`,
    );
    return document ?? null;
  }
}
