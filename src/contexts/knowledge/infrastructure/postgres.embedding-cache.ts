import { Injectable, Optional } from '@nestjs/common';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { EmbeddingMetrics } from '../../../platform/llm/embedding-metrics';
import { EmbeddingCache, type HashedVector } from '../domain/embedding-cache';
import { unpackVector } from './search/packed-vector';
import { upsertVectors } from './upsert-vectors';

/** The same rows that searches read: a vector that is kept for a retry is the one that the chunk then has. */
@Injectable()
export class PostgresEmbeddingCache extends EmbeddingCache {
  constructor(
    private readonly database: Database,
    @Optional() private readonly metrics?: EmbeddingMetrics,
  ) {
    super();
  }

  async find(
    workspaceId: string,
    model: string,
    hashes: readonly Buffer[],
  ): Promise<ReadonlyMap<string, Float32Array>> {
    if (hashes.length === 0) return new Map();
    const rows = await this.database.query<{ contentHash: Buffer; embedding: Buffer }>(
      workspaceId,
      sql`
        SELECT content_hash AS "contentHash", embedding FROM knowledge.embeddings
        WHERE workspace_id = ${workspaceId} AND model = ${model} AND content_hash = ANY (${hashes}::bytea[])`,
    );
    this.metrics?.noteCached(model, rows.length);
    return new Map(
      rows.map(({ contentHash, embedding }) => [contentHash.toString('hex'), unpackVector(embedding)]),
    );
  }

  async keep(workspaceId: string, model: string, vectors: readonly HashedVector[]): Promise<void> {
    if (vectors.length === 0) return;
    await this.database.query(workspaceId, upsertVectors(workspaceId, model, vectors));
  }
}
