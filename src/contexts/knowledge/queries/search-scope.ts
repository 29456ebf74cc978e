import { type Database } from '../../../platform/database/database';
import { sql, type Statement } from '../../../platform/database/sql';
import { type KnowledgeQuestion, type SearchMode } from '../contracts/search-knowledge.query';
import { documentsMatching } from './documents-matching';

/** How a question is to be answered. */
export interface SearchScope {
  readonly limit: number;
  readonly mode: SearchMode;
  /** Undefined: nobody has set one. */
  readonly threshold: number | undefined;
  readonly documentIds: ReadonlySet<string> | null;
}

const DEFAULT_LIMIT = 5;

/** The request has the first word, then the workspace. */
export async function searchScope(
  database: Database,
  workspaceId: string,
  { limit, mode, threshold, filter = {}, readers = null }: KnowledgeQuestion,
): Promise<SearchScope> {
  const isFiltered = Object.keys(filter).length > 0;
  const statements = [retrievalSettings(workspaceId)];
  if (isFiltered) statements.push(documentsMatching(workspaceId, filter, readers));
  const [settings = [], documents = []] = await database.batch(workspaceId, statements);
  const set = settings[0] as Partial<SearchScope> | undefined;
  return {
    limit: limit ?? set?.limit ?? DEFAULT_LIMIT,
    mode: mode ?? set?.mode ?? 'hybrid',
    threshold: threshold ?? set?.threshold ?? undefined,
    documentIds: isFiltered ? new Set(documents.map(({ id }) => id as string)) : null,
  };
}

function retrievalSettings(workspaceId: string): Statement {
  return sql`
    SELECT (retrieval -> 'limit')::int AS limit, retrieval ->> 'mode' AS mode,
      (retrieval -> 'threshold')::float8 AS threshold
    FROM knowledge.settings WHERE workspace_id = ${workspaceId}`;
}
