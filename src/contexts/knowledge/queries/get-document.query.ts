import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { type DocumentWithContentView } from './document.view';

export class GetDocument extends Query<DocumentWithContentView> {
  constructor(
    readonly workspaceId: string,
    readonly documentId: string,
    readonly readers: readonly string[] | null,
  ) {
    super();
  }
}

@QueryHandler(GetDocument)
export class GetDocumentHandler implements IQueryHandler<GetDocument> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, documentId, readers }: GetDocument): Promise<DocumentWithContentView> {
    const [document] = await this.database.query<DocumentWithContentView>(
      workspaceId,
      sql`
        SELECT id, ingestion_id AS "ingestionId", title, url, external_id AS "externalId", metadata, status, priority,
          version, chunk_count AS "chunkCount", error, format, language, properties, access,
          created_by AS "createdBy", created_at AS "createdAt", updated_at AS "updatedAt", content
        FROM knowledge.documents
        WHERE workspace_id = ${workspaceId} AND id = ${documentId} AND deleted_at IS NULL
          AND (access IS NULL OR ${readers}::text[] IS NULL OR access && ${readers}::text[])`,
    );
    if (!document) throw notFound('document');
    return document;
  }
}
