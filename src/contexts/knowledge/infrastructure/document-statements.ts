import { sql, type Statement } from '../../../platform/database/sql';
import { type Document } from '../domain/document';
import { type ParsedDocument } from '../domain/parsing/document-parser';
import { LEASE_WHILE_QUEUED } from './lease';

/**
 * A deleted document has another version too: deletion wins over whatever was under way. The transaction id tells the
 * indexes in memory that a version they may hold has been replaced.
 */
export function updateDocument({ id, version, state }: Document): Statement {
  const isReady = state.status === 'ready';
  const isQueued = state.status === 'queued';
  return sql`
    WITH changed AS (
      UPDATE knowledge.documents
      SET status = ${state.status}, attempts = ${state.attempts}, chunk_count = ${state.chunkCount},
        title = ${state.title}, title_is_given = ${state.titleIsGiven}, language = ${state.language},
        version = ${state.contentVersion}, priority = ${state.priority}, stage = NULL, stage_since = NULL,
        withdrawn_xid = CASE WHEN ${isReady}::boolean AND live_version IS NOT NULL
          THEN pg_current_xact_id() ELSE withdrawn_xid END,
        live_version = ${state.liveVersion}, lane = NULL, retry_at = NULL,
        last_error = CASE WHEN ${isReady || isQueued}::boolean THEN NULL ELSE last_error END,
        error = ${state.problem && JSON.stringify(state.problem)}::jsonb, lock_version = lock_version + 1,
        updated_at = now(), lease_until = now() + make_interval(secs => ${LEASE_WHILE_QUEUED})
      WHERE workspace_id = ${state.workspaceId} AND id = ${id} AND lock_version = ${version}
      RETURNING 1)
    SELECT platform.expect_changed(count(*)) FROM changed`;
}

export function updateText(
  { id, version, state }: Document,
  { content, format, properties, pageStarts }: ParsedDocument,
  title: string,
): Statement {
  return sql`
    WITH changed AS (
      UPDATE knowledge.documents
      SET content = ${content}, format = ${format}, properties = ${JSON.stringify(properties)}::jsonb,
        language = ${properties.language ?? null}, page_starts = ${pageStarts}::int[], title = ${title},
        stage = 'chunking', stage_since = now(), updated_at = now()
      WHERE workspace_id = ${state.workspaceId} AND id = ${id} AND lock_version = ${version}
      RETURNING 1)
    SELECT platform.expect_changed(count(*)) FROM changed`;
}

/** Of the version at hand: an attempt that got this far and no further has left some. */
export function deleteChunksOf({ id, state }: Document): Statement {
  return sql`
    DELETE FROM knowledge.chunks
    WHERE workspace_id = ${state.workspaceId} AND document_id = ${id} AND version = ${state.contentVersion}`;
}

export function deleteChunksBelow({ id, state }: Document): Statement {
  return sql`
    DELETE FROM knowledge.chunks
    WHERE workspace_id = ${state.workspaceId} AND document_id = ${id} AND version < ${state.contentVersion}`;
}
