import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { isStorable } from '../../../platform/http/text-rules';

export interface DownloadedFormFile {
  readonly name: string;
  readonly content: Buffer;
}

export class DownloadFormFile extends Query<DownloadedFormFile> {
  constructor(
    readonly workspaceId: string,
    readonly formId: string,
    readonly field: string,
  ) {
    super();
  }
}

@QueryHandler(DownloadFormFile)
export class DownloadFormFileHandler implements IQueryHandler<DownloadFormFile> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, formId, field }: DownloadFormFile): Promise<DownloadedFormFile> {
    // From a path anything can come, also what the database does not take for text.
    const [file] = isStorable(field) ? await this.find(workspaceId, formId, field) : [];
    if (!file) throw notFound('file');
    return file;
  }

  private find(workspaceId: string, formId: string, field: string) {
    return this.database.query<DownloadedFormFile & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT name, content FROM agent.form_files
        WHERE workspace_id = ${workspaceId} AND form_id = ${formId} AND field = ${field}`,
    );
  }
}
