import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { sql, type Statement } from '../../../platform/database/sql';
import { Embedders } from '../domain/embedders';
import { RepairVectors } from './repair-vectors';

const ROWS_AT_ONCE = 2_000;
/** A file may have fifty megabytes. */
const FILES_AT_ONCE = 20;
/** Longer than any attempt at a document that has found a vector and not saved its chunks yet. */
const KEEP_UNUSED_HOURS = 1;
/** Whoever moves back to the model before within that time finds everything there. */
const KEEP_OTHER_MODELS_DAYS = 7;

export class CollectOrphans extends Command<void> {
  constructor(readonly workspaceId: string) {
    super();
  }
}

/** What nothing refers to any more goes, a bounded part of it each time; what is missing comes back. */
@CommandHandler(CollectOrphans)
export class CollectOrphansHandler implements ICommandHandler<CollectOrphans> {
  constructor(
    private readonly database: Database,
    private readonly embedders: Embedders,
    private readonly repair: RepairVectors,
  ) {}

  async execute({ workspaceId }: CollectOrphans): Promise<void> {
    const { defaultModel } = this.embedders;
    // Chunks first: what they alone refer to is then an orphan of the same round.
    for (const statement of [
      forgottenChunks(workspaceId),
      forgottenFiles(workspaceId),
      unusedVectors(workspaceId, defaultModel),
      vectorsOfOtherModels(workspaceId, defaultModel),
    ]) {
      await this.database.query(workspaceId, statement);
    }
    await this.repair.start(workspaceId);
  }
}

/** Of deleted documents, and of versions that are neither searched nor worked on. */
function forgottenChunks(workspaceId: string): Statement {
  return sql`
    DELETE FROM knowledge.chunks AS chunk WHERE workspace_id = ${workspaceId} AND id IN (
      SELECT found.id FROM knowledge.documents AS document
      JOIN knowledge.chunks AS found ON found.workspace_id = ${workspaceId} AND found.document_id = document.id
      WHERE document.workspace_id = ${workspaceId} AND (document.deleted_at IS NOT NULL
        OR found.version <> coalesce(document.live_version, 0)
          AND NOT (found.version = document.version AND document.status IN ('queued', 'processing')))
      LIMIT ${ROWS_AT_ONCE})`;
}

function forgottenFiles(workspaceId: string): Statement {
  return sql`
    DELETE FROM knowledge.files WHERE workspace_id = ${workspaceId} AND id IN (
      SELECT file.id FROM knowledge.files AS file
      LEFT JOIN knowledge.documents AS document
        ON document.workspace_id = ${workspaceId} AND document.id = file.document_id
      WHERE file.workspace_id = ${workspaceId} AND (document.id IS NULL OR document.deleted_at IS NOT NULL)
      LIMIT ${FILES_AT_ONCE})`;
}

/**
 * The age is asked for once more of the row that is deleted: who has marked it as used since it was found, and
 * committed a chunk with it, is waited for, and keeps it.
 */
function unusedVectors(workspaceId: string, defaultModel: string): Statement {
  return sql`
    WITH active AS (
      SELECT coalesce((SELECT embedding_model FROM knowledge.settings AS settings
        WHERE settings.workspace_id = ${workspaceId}), ${defaultModel}) AS model
    ), unused AS (
      SELECT vector.model, vector.content_hash FROM knowledge.embeddings AS vector
      JOIN active ON active.model = vector.model
      WHERE vector.workspace_id = ${workspaceId}
        AND vector.used_at < now() - make_interval(hours => ${KEEP_UNUSED_HOURS})
        AND NOT EXISTS (SELECT 1 FROM knowledge.chunks AS chunk
          WHERE chunk.workspace_id = ${workspaceId} AND chunk.content_hash = vector.content_hash)
      LIMIT ${ROWS_AT_ONCE})
    DELETE FROM knowledge.embeddings AS vector USING unused
    WHERE vector.workspace_id = ${workspaceId} AND vector.model = unused.model
      AND vector.content_hash = unused.content_hash
      AND vector.used_at < now() - make_interval(hours => ${KEEP_UNUSED_HOURS})`;
}

/** A model was in use until the day of its last re-indexing, whatever its vectors say. */
function vectorsOfOtherModels(workspaceId: string, defaultModel: string): Statement {
  return sql`
    WITH kept AS (
      SELECT coalesce((SELECT embedding_model FROM knowledge.settings AS settings
        WHERE settings.workspace_id = ${workspaceId}), ${defaultModel}) AS model
      UNION SELECT unnest(ARRAY[from_model, to_model]) FROM knowledge.reindexings
      WHERE workspace_id = ${workspaceId} AND (status IN ('running', 'ready')
        OR updated_at > now() - make_interval(days => ${KEEP_OTHER_MODELS_DAYS}))
    ), unused AS (
      SELECT model, content_hash FROM knowledge.embeddings
      WHERE workspace_id = ${workspaceId} AND model NOT IN (SELECT model FROM kept)
        AND used_at < now() - make_interval(days => ${KEEP_OTHER_MODELS_DAYS})
      LIMIT ${ROWS_AT_ONCE})
    DELETE FROM knowledge.embeddings AS vector USING unused
    WHERE vector.workspace_id = ${workspaceId} AND vector.model = unused.model
      AND vector.content_hash = unused.content_hash
      AND vector.used_at < now() - make_interval(days => ${KEEP_OTHER_MODELS_DAYS})`;
}
