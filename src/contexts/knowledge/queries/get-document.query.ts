import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { type DocumentWithContentView } from './document.view';

export class GetDocument extends Query<DocumentWithContentView> {
  constructor(
    readonly workspaceId: string,
    readonly documentId: string,
  ) {
    super();
  }
}

@QueryHandler(GetDocument)
export class GetDocumentHandler implements IQueryHandler<GetDocument> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, documentId }: GetDocument): Promise<DocumentWithContentView> {
    const [document] = await this.database.query<DocumentWithContentView>(
      workspaceId,
      sql`
        SELECT id, ingestion_id AS "ingestionId", title, url, external_id AS "externalId", metadata, status, priority,
          version, chunk_count AS "chunkCount", error, created_at AS "createdAt", updated_at AS "updatedAt", content
        FROM knowledge.documents
        WHERE workspace_id = ${workspaceId} AND id = ${documentId} AND deleted_at IS NULL`,
    );
    if (!document) throw notFound('document');
    return document;
  }
}
