import { Injectable } from '@nestjs/common';
import { Ids } from '../../../kernel/ids';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { Embedders } from '../domain/embedders';
import { ReindexingQueue } from '../domain/reindexing-queue';

const BYTES_PER_FLOAT = 4;
/** What could not be repaired is not tried again all the time: the failed attempt tells operators. */
const REST_HOURS_AFTER_FAILURE = 24;

/** A vector of the model in use that is missing, for whatever reason, is filled in by a re-indexing to that model. */
@Injectable()
export class RepairVectors {
  constructor(
    private readonly database: Database,
    private readonly embedders: Embedders,
    private readonly queue: ReindexingQueue,
    private readonly ids: Ids,
  ) {}

  async start(workspaceId: string): Promise<void> {
    const model = await this.modelOf(workspaceId);
    const embedder = this.embedders.find(model);
    if (!embedder) return;
    const [repair] = await this.database.query<{ id: string }>(
      workspaceId,
      sql`
        INSERT INTO knowledge.reindexings (workspace_id, id, from_model, to_model, flips)
        SELECT ${workspaceId}, ${this.ids.next()}, ${model}, ${model}, 'automatically'
        WHERE NOT EXISTS (
          SELECT 1 FROM knowledge.reindexings WHERE workspace_id = ${workspaceId} AND (lease_until IS NOT NULL
            OR status = 'ready' OR status = 'failed' AND from_model = ${model} AND to_model = ${model}
              AND finished_at > now() - make_interval(hours => ${REST_HOURS_AFTER_FAILURE})))
        AND EXISTS (
          SELECT 1 FROM knowledge.chunks AS chunk
          LEFT JOIN knowledge.embeddings AS known ON known.workspace_id = ${workspaceId}
            AND known.model = ${model} AND known.content_hash = chunk.content_hash
          WHERE chunk.workspace_id = ${workspaceId}
            AND octet_length(known.embedding) IS DISTINCT FROM ${embedder.dimensions * BYTES_PER_FLOAT})
        ON CONFLICT DO NOTHING RETURNING id`,
    );
    if (repair) await this.queue.add(workspaceId, repair.id);
  }

  private async modelOf(workspaceId: string): Promise<string> {
    const [settings] = await this.database.query<{ model: string | null }>(
      workspaceId,
      sql`SELECT embedding_model AS model FROM knowledge.settings WHERE workspace_id = ${workspaceId}`,
    );
    return settings?.model ?? this.embedders.defaultModel;
  }
}
