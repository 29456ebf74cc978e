import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { Files, type StoredFile } from '../domain/files';

/** In the database: with the document in one transaction, behind the same walls, in the same backup. */
@Injectable()
export class PostgresFiles extends Files {
  constructor(private readonly database: Database) {
    super();
  }

  async find(workspaceId: string, fileId: string): Promise<StoredFile | null> {
    const [file] = await this.database.query<StoredFile>(
      workspaceId,
      sql`
        SELECT id, name, media_type AS "declaredType", content AS bytes FROM knowledge.files
        WHERE workspace_id = ${workspaceId} AND id = ${fileId}`,
    );
    return file ?? null;
  }
}
