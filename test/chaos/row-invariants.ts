import { type Client } from 'pg';
import { type Invariant } from './invariants';

/** What must hold of the rows, whatever has happened: each finds those that break it. */
const RULES: readonly { name: string; offenders: string }[] = [
  {
    name: 'I2 once: no chunk of a version is there twice, and none is missing',
    offenders: `
      SELECT d.id || ' counts ' || d.chunk_count || ' chunks and has ' || count(c.id) AS problem
      FROM knowledge.documents AS d LEFT JOIN knowledge.chunks AS c ON c.document_id = d.id AND c.version = d.live_version
      WHERE d.status = 'ready' AND d.deleted_at IS NULL
      GROUP BY d.id, d.chunk_count
      HAVING count(c.id) <> d.chunk_count OR count(DISTINCT c.ordinal) <> d.chunk_count OR d.chunk_count = 0`,
  },
  {
    name: 'I2 once: every chunk has one vector, that of its text',
    offenders: `
      SELECT c.id || ' has ' || count(e.content_hash) || ' vectors' AS problem
      FROM knowledge.chunks AS c LEFT JOIN knowledge.embeddings AS e
        ON e.workspace_id = c.workspace_id AND e.content_hash = c.content_hash
      GROUP BY c.id HAVING count(e.content_hash) <> 1`,
  },
  {
    name: 'I3 dead letters: the failed documents, and nothing else',
    offenders: `
      SELECT coalesce('no letter about ' || d.id, 'a letter about ' || l.subject_id || ', which has not failed') AS problem
      FROM (SELECT id FROM knowledge.documents WHERE status = 'failed' AND deleted_at IS NULL) AS d
      FULL JOIN (SELECT subject_id FROM platform.dead_letters WHERE status = 'open') AS l ON l.subject_id = d.id
      WHERE d.id IS NULL OR l.subject_id IS NULL`,
  },
  {
    name: 'I3 dead letters: each says what, why, how often and since when',
    offenders: `
      SELECT id::text AS problem FROM platform.dead_letters
      WHERE error_class = '' OR error = '' OR attempts < 1 OR payload = '{}' OR workspace_id IS NULL
        OR first_failed_at > last_failed_at`,
  },
  {
    name: 'I4 no orphans: nothing is left of what was deleted, or was never finished',
    offenders: `
      SELECT 'chunk ' || c.id AS problem FROM knowledge.chunks AS c LEFT JOIN knowledge.documents AS d ON d.id = c.document_id
      WHERE d.id IS NULL OR d.deleted_at IS NOT NULL OR d.live_version IS DISTINCT FROM c.version
      UNION ALL
      SELECT 'file ' || f.id FROM knowledge.files AS f LEFT JOIN knowledge.documents AS d ON d.id = f.document_id
      WHERE d.id IS NULL OR d.deleted_at IS NOT NULL OR d.file_id IS DISTINCT FROM f.id
      UNION ALL
      SELECT 'text of ' || id FROM knowledge.documents WHERE deleted_at IS NOT NULL AND (content IS NOT NULL OR title <> '')`,
  },
  {
    name: 'I5 tenants: every row is in the workspace of its document',
    offenders: `
      SELECT c.id::text AS problem FROM knowledge.chunks AS c JOIN knowledge.documents AS d ON d.id = c.document_id
      WHERE c.workspace_id <> d.workspace_id
      UNION ALL
      SELECT f.id::text FROM knowledge.files AS f JOIN knowledge.documents AS d ON d.id = f.document_id
      WHERE f.workspace_id <> d.workspace_id
      UNION ALL
      SELECT l.id::text FROM platform.dead_letters AS l JOIN knowledge.documents AS d ON d.id = l.subject_id
      WHERE l.workspace_id <> d.workspace_id
      UNION ALL
      SELECT 'vector of nobody in ' || e.workspace_id FROM knowledge.embeddings AS e
      WHERE NOT EXISTS (SELECT 1 FROM knowledge.documents AS d WHERE d.workspace_id = e.workspace_id)`,
  },
];

export async function checkRows(owner: Client): Promise<Invariant[]> {
  const invariants: Invariant[] = [];
  for (const { name, offenders } of RULES) {
    const { rows } = await owner.query<{ problem: string }>(offenders);
    invariants.push({ name, problems: rows.map(({ problem }) => problem) });
  }
  return invariants;
}
