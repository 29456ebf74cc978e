import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { decodeCursor, type Page, toPage } from '../../../platform/http/page';
import { type DocumentView } from './document.view';

export class ListDocuments extends Query<Page<DocumentView>> {
  constructor(
    readonly workspaceId: string,
    readonly page: { readonly limit: number; readonly cursor?: string },
    readonly readers: readonly string[] | null,
  ) {
    super();
  }
}

@QueryHandler(ListDocuments)
export class ListDocumentsHandler implements IQueryHandler<ListDocuments> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, page, readers }: ListDocuments): Promise<Page<DocumentView>> {
    const rows = await this.database.query<DocumentView>(
      workspaceId,
      sql`
        SELECT id, ingestion_id AS "ingestionId", title, url, external_id AS "externalId", metadata, status, priority,
          version, chunk_count AS "chunkCount", error, format, language, properties, access,
          created_by AS "createdBy", created_at AS "createdAt", updated_at AS "updatedAt"
        FROM knowledge.documents
        WHERE workspace_id = ${workspaceId} AND deleted_at IS NULL AND id < ${decodeCursor(page.cursor)}
          AND (access IS NULL OR ${readers}::text[] IS NULL OR access && ${readers}::text[])
        ORDER BY id DESC LIMIT ${page.limit + 1}`,
    );
    return toPage(rows, page.limit);
  }
}
