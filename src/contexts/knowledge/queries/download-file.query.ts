import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';

export interface DownloadedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

export class DownloadFile extends Query<DownloadedFile> {
  constructor(
    readonly workspaceId: string,
    readonly documentId: string,
    /** Who asks; null: somebody who may read every document. */
    readonly readers: readonly string[] | null,
  ) {
    super();
  }
}

@QueryHandler(DownloadFile)
export class DownloadFileHandler implements IQueryHandler<DownloadFile> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, documentId, readers }: DownloadFile): Promise<DownloadedFile> {
    const [file] = await this.database.query<DownloadedFile>(
      workspaceId,
      sql`
        SELECT file.name, file.content AS bytes
        FROM knowledge.documents AS document
        JOIN knowledge.files AS file ON file.workspace_id = document.workspace_id AND file.id = document.file_id
        WHERE document.workspace_id = ${workspaceId} AND document.id = ${documentId} AND document.deleted_at IS NULL
          AND (document.access IS NULL OR ${readers}::text[] IS NULL OR document.access && ${readers}::text[])`,
    );
    if (!file) throw notFound('file');
    return file;
  }
}
