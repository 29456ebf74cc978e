import { type Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { type KnowledgeHit } from '../contracts/search-knowledge.query';

export type PassageRow = Omit<KnowledgeHit, 'score' | 'highlights' | 'duplicates'> & {
  readonly language: string | null;
};

/**
 * Row-level security and this query have the last word: what was deleted or shut a moment ago is no hit. The limits
 * make every plan look the few rows up, however large the tables are or are thought to be.
 */
export async function readPassages(
  database: Database,
  workspaceId: string,
  chunkIds: readonly string[],
  readers: readonly string[] | null,
): Promise<ReadonlyMap<string, PassageRow>> {
  const rows = await database.query<PassageRow>(
    workspaceId,
    sql`
      SELECT chunk.document_id AS "documentId", chunk.id AS "chunkId", chunk.version AS "documentVersion",
        document.title, document.url, document.language, chunk.heading, chunk.text, chunk.page_from AS "pageFrom",
        chunk.page_to AS "pageTo"
      FROM unnest(${chunkIds}::uuid[]) AS wanted (id)
      CROSS JOIN LATERAL (
        SELECT id, document_id, version, heading, text, page_from, page_to FROM knowledge.chunks
        WHERE workspace_id = ${workspaceId} AND id = wanted.id LIMIT 1) AS chunk
      CROSS JOIN LATERAL (
        SELECT title, url, language FROM knowledge.documents
        WHERE workspace_id = ${workspaceId} AND id = chunk.document_id AND live_version = chunk.version
          AND deleted_at IS NULL AND (access IS NULL OR ${readers}::text[] IS NULL OR access && ${readers}::text[])
        LIMIT 1) AS document`,
  );
  return new Map(rows.map((row) => [row.chunkId, row]));
}
