import { sql, type Statement } from '../../../platform/database/sql';
import { type Document } from '../domain/document';
import { type StoredRevision } from '../domain/documents';
import { bytesOf } from '../domain/submission';

/** What a new version changes beside the state that every save writes; in the transaction that writes it. */
export function replaceContent({ id, state }: Document, revision: StoredRevision): Statement {
  const { content, contentHash, url, externalId, metadata, access } = revision;
  const sourceUrl = content.source === 'url' ? content.sourceUrl : null;
  return sql`
    UPDATE knowledge.documents SET
      content = ${state.content}, content_hash = decode(${contentHash}, 'hex'), bytes = ${bytesOf(content)},
      source = ${content.source}, source_url = ${sourceUrl}, file_id = ${state.fileId}, page_starts = NULL,
      format = NULL, properties = '{}', chunking = ${JSON.stringify(state.chunking)}::jsonb,
      url = CASE WHEN ${url !== undefined} THEN ${url ?? null} ELSE url END,
      external_id = CASE WHEN ${externalId !== undefined} THEN ${externalId ?? null} ELSE external_id END,
      metadata = CASE WHEN ${metadata !== undefined} THEN ${JSON.stringify(metadata ?? {})}::jsonb ELSE metadata END,
      access = CASE WHEN ${access !== undefined} THEN ${access ?? null}::text[] ELSE access END,
      withdrawn_xid = CASE WHEN ${access !== undefined} THEN pg_current_xact_id() ELSE withdrawn_xid END
    WHERE workspace_id = ${state.workspaceId} AND id = ${id}`;
}

/** Files of versions before. */
export function deleteOtherFiles({ id, state }: Document): Statement {
  return sql`
    DELETE FROM knowledge.files
    WHERE workspace_id = ${state.workspaceId} AND document_id = ${id} AND id IS DISTINCT FROM ${state.fileId}`;
}
