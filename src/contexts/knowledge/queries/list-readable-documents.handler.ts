import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { decodeCursor, toPage } from '../../../platform/http/page';
import {
  ListReadableDocuments,
  type ReadableDocument,
  type ReadableDocuments,
} from '../contracts/list-readable-documents.query';

@QueryHandler(ListReadableDocuments)
export class ListReadableDocumentsHandler implements IQueryHandler<ListReadableDocuments> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, readers, page }: ListReadableDocuments): Promise<ReadableDocuments> {
    const rows = await this.database.query<ReadableDocument>(
      workspaceId,
      sql`
        SELECT id, title, url, updated_at AS "updatedAt"
        FROM knowledge.documents
        WHERE workspace_id = ${workspaceId} AND deleted_at IS NULL AND content IS NOT NULL
          AND id < ${decodeCursor(page.cursor)}
          AND (access IS NULL OR ${readers}::text[] IS NULL OR access && ${readers}::text[])
        ORDER BY id DESC LIMIT ${page.limit + 1}`,
    );
    const { data, nextCursor } = toPage(rows, page.limit);
    return { documents: data, nextCursor };
  }
}
