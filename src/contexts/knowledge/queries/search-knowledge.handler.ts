import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import {
  type FoundKnowledge,
  type KnowledgeHit,
  type KnowledgeQuestion,
  SearchKnowledge,
} from '../contracts/search-knowledge.query';
import { highlightsIn } from '../domain/highlights';
import { stemsOfQuestion } from '../domain/passage-terms';
import { type Candidate } from '../domain/vector-index';
import { Retrieval } from './retrieval';

type HitRow = Pick<KnowledgeHit, 'documentId' | 'chunkId' | 'title' | 'url' | 'heading' | 'text'>;

@QueryHandler(SearchKnowledge)
export class SearchKnowledgeHandler implements IQueryHandler<SearchKnowledge> {
  constructor(
    private readonly database: Database,
    private readonly retrieval: Retrieval,
  ) {}

  async execute({ workspaceId, question }: SearchKnowledge): Promise<FoundKnowledge> {
    const started = performance.now();
    const stems = stemsOfQuestion(question.query);
    const documentIds = await this.documentsMatching(workspaceId, question.filter);
    const { ranked, legs } = await this.retrieval.retrieve(workspaceId, question, stems, documentIds);
    const hits = await this.hydrate(workspaceId, withinBounds(ranked, question), stems);
    return { hits, legs, tookMs: Math.round((performance.now() - started) * 10) / 10 };
  }

  private async documentsMatching(
    workspaceId: string,
    filter: KnowledgeQuestion['filter'],
  ): Promise<ReadonlySet<string> | null> {
    if (!filter || Object.keys(filter).length === 0) return null;
    const rows = await this.database.query<{ id: string }>(
      workspaceId,
      sql`
        SELECT id FROM knowledge.documents
        WHERE workspace_id = ${workspaceId} AND deleted_at IS NULL AND metadata @> ${JSON.stringify(filter)}::jsonb`,
    );
    return new Set(rows.map(({ id }) => id));
  }

  /**
   * Row-level security and this query have the last word: what was deleted a moment ago is no hit. The limits
   * make every plan look the few rows up, however large the tables are or are thought to be.
   */
  private async hydrate(
    workspaceId: string,
    ranked: readonly Candidate[],
    stems: readonly string[],
  ): Promise<KnowledgeHit[]> {
    if (ranked.length === 0) return [];
    const rows = await this.database.query<HitRow>(
      workspaceId,
      sql`
        SELECT chunk.document_id AS "documentId", chunk.id AS "chunkId", document.title, document.url, chunk.heading,
          chunk.text
        FROM unnest(${ranked.map(({ chunkId }) => chunkId)}::uuid[]) AS wanted (id)
        CROSS JOIN LATERAL (
          SELECT id, document_id, heading, text FROM knowledge.chunks
          WHERE workspace_id = ${workspaceId} AND id = wanted.id LIMIT 1) AS chunk
        CROSS JOIN LATERAL (
          SELECT title, url FROM knowledge.documents
          WHERE workspace_id = ${workspaceId} AND id = chunk.document_id AND deleted_at IS NULL LIMIT 1) AS document`,
    );
    const rowById = new Map(rows.map((row) => [row.chunkId, row]));
    return ranked.flatMap(({ chunkId, score }) => {
      const row = rowById.get(chunkId);
      return row ? [{ ...row, score: rounded(score), highlights: highlightsIn(row.text, stems) }] : [];
    });
  }
}

function withinBounds(
  ranked: readonly Candidate[],
  { limit, threshold = 0 }: KnowledgeQuestion,
): Candidate[] {
  return ranked.filter(({ score }) => score >= threshold).slice(0, limit);
}

const rounded = (score: number): number => Math.round(score * 10_000) / 10_000;
