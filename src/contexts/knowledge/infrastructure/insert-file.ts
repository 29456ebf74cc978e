import { createHash } from 'node:crypto';
import { sql, type Statement } from '../../../platform/database/sql';
import { type UploadedFile } from '../domain/parsing/document-parser';

interface NewFile extends UploadedFile {
  readonly id: string;
  readonly documentId: string;
  readonly createdBy: string | null;
}

export function insertFile(workspaceId: string, file: NewFile): Statement {
  const bytes = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength);
  const sha256 = createHash('sha256').update(bytes).digest();
  return sql`
    INSERT INTO knowledge.files (workspace_id, id, document_id, name, media_type, bytes, sha256, content, created_by)
    VALUES (${workspaceId}, ${file.id}, ${file.documentId}, ${file.name ?? ''},
      ${file.declaredType ?? 'application/octet-stream'}, ${bytes.length}, ${sha256}, ${bytes}, ${file.createdBy})`;
}
