import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { type Embedder } from '../domain/embedder';
import { RecallComparison, type RecallReport } from '../domain/recall-comparison';
import { unpackVector } from './search/packed-vector';
import { VectorMatrix } from './search/vector-matrix';

const MOST_CHUNKS = 20_000;
const MOST_QUESTIONS = 50;
const NEAREST = 10;
const VECTORS_PER_PAGE = 1_000;
const FIRST_WORDS = 12;

interface Passage {
  /** Where its vector stands in both matrices. */
  readonly row: number;
  readonly question: string;
}

/** Texts that both models know, in the order of their hashes: which is as good as drawing them by lot. */
@Injectable()
export class ExactRecallComparison extends RecallComparison {
  constructor(private readonly database: Database) {
    super();
  }

  async compare(workspaceId: string, from: Embedder, to: Embedder): Promise<RecallReport | null> {
    const hashes = await this.commonTexts(workspaceId, from, to);
    const passages = await this.sample(workspaceId, hashes);
    if (passages.length === 0) return null;
    // One after the other: each may take a hundred megabytes.
    const old = await this.nearest(workspaceId, from, hashes, passages);
    const young = await this.nearest(workspaceId, to, hashes, passages);
    const overlaps = old.map((rows, i) => overlapOf(rows, young[i]!));
    const found = (lists: number[][]) => passages.filter(({ row }, i) => lists[i]!.includes(row)).length;
    return {
      questions: passages.length,
      comparedChunks: hashes.length,
      overlapAt10: Number((overlaps.reduce((sum, one) => sum + one, 0) / overlaps.length).toFixed(3)),
      foundByOld: found(old),
      foundByNew: found(young),
    };
  }

  private async commonTexts(workspaceId: string, from: Embedder, to: Embedder): Promise<Buffer[]> {
    const rows = await this.database.query<{ hash: Buffer }>(
      workspaceId,
      sql`
        SELECT old.content_hash AS hash FROM knowledge.embeddings AS old
        JOIN knowledge.embeddings AS new ON new.workspace_id = ${workspaceId} AND new.model = ${to.model}
          AND new.content_hash = old.content_hash AND octet_length(new.embedding) = ${to.dimensions * 4}
        WHERE old.workspace_id = ${workspaceId} AND old.model = ${from.model}
          AND octet_length(old.embedding) = ${from.dimensions * 4}
          AND EXISTS (SELECT 1 FROM knowledge.chunks AS chunk
            WHERE chunk.workspace_id = ${workspaceId} AND chunk.content_hash = old.content_hash)
        ORDER BY old.content_hash LIMIT ${MOST_CHUNKS}`,
    );
    return rows.map(({ hash }) => hash);
  }

  private async sample(workspaceId: string, hashes: readonly Buffer[]): Promise<Passage[]> {
    const chosen = hashes.slice(0, MOST_QUESTIONS);
    const rows = await this.database.query<{ hash: Buffer; heading: string | null; text: string }>(
      workspaceId,
      sql`
        SELECT DISTINCT ON (content_hash) content_hash AS hash, heading, text FROM knowledge.chunks
        WHERE workspace_id = ${workspaceId} AND content_hash = ANY (${chosen}::bytea[]) ORDER BY content_hash, id`,
    );
    return rows.map(({ hash, heading, text }) => ({
      row: chosen.findIndex((one) => one.equals(hash)),
      question: heading || text.split(/\s+/, FIRST_WORDS).join(' '),
    }));
  }

  /** For each passage the rows nearest to its question. */
  private async nearest(
    workspaceId: string,
    embedder: Embedder,
    hashes: readonly Buffer[],
    passages: readonly Passage[],
  ): Promise<number[][]> {
    const matrix = new VectorMatrix(embedder.dimensions);
    for (let start = 0; start < hashes.length; start += VECTORS_PER_PAGE) {
      const page = hashes.slice(start, start + VECTORS_PER_PAGE);
      const vectors = await this.read(workspaceId, embedder.model, page);
      page.forEach((hash, i) => matrix.set(start + i, vectors.get(hash.toString('hex')) ?? null));
    }
    const nothing = new Uint8Array(hashes.length);
    const found: number[][] = [];
    for (let start = 0; start < passages.length; start += embedder.batchSize) {
      const batch = passages.slice(start, start + embedder.batchSize).map(({ question }) => question);
      const asked = await embedder.embed(batch, { workspaceId });
      found.push(...asked.map((vector) => matrix.nearest(vector, NEAREST, nothing).map(({ row }) => row)));
    }
    return found;
  }

  private async read(
    workspaceId: string,
    model: string,
    hashes: readonly Buffer[],
  ): Promise<Map<string, Float32Array>> {
    const rows = await this.database.query<{ hash: Buffer; embedding: Buffer }>(
      workspaceId,
      sql`
        SELECT content_hash AS hash, embedding FROM knowledge.embeddings
        WHERE workspace_id = ${workspaceId} AND model = ${model} AND content_hash = ANY (${hashes}::bytea[])`,
    );
    return new Map(rows.map(({ hash, embedding }) => [hash.toString('hex'), unpackVector(embedding)]));
  }
}

/** The part of the longer list that stands in both. */
function overlapOf(one: readonly number[], other: readonly number[]): number {
  const possible = Math.max(one.length, other.length);
  return possible === 0 ? 1 : one.filter((row) => other.includes(row)).length / possible;
}
