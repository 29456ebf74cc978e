import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database';
import { violatedConstraint } from '../../../platform/database/database-errors';
import { sql, type Statement } from '../../../platform/database/sql';
import { AggregateStore } from '../../../platform/outbox/aggregate-store';
import { type Ingestion } from '../domain/ingestion';
import { Ingestions, type StartedIngestion, type WorkspaceContents } from '../domain/ingestions';
import { LEASE_WHILE_QUEUED } from './lease';

@Injectable()
export class PostgresIngestions extends Ingestions {
  constructor(
    private readonly database: Database,
    private readonly store: AggregateStore,
  ) {
    super();
  }

  async look(
    workspaceId: string,
    ingestionId: string,
    hashes: readonly string[],
  ): Promise<WorkspaceContents> {
    const [started = [], known = []] = await this.database.batch(workspaceId, [
      sql`
        SELECT total, skipped FROM knowledge.ingestions
        WHERE workspace_id = ${workspaceId} AND id = ${ingestionId}`,
      sql`
        SELECT encode(content_hash, 'hex') AS hash FROM knowledge.documents
        WHERE workspace_id = ${workspaceId} AND deleted_at IS NULL AND status <> 'failed'
          AND content_hash IN (SELECT decode(hash, 'hex') FROM unnest(${hashes}::text[]) AS hash)`,
    ]);
    return {
      started: (started[0] as StartedIngestion | undefined) ?? null,
      knownHashes: new Set(known.map(({ hash }) => hash as string)),
    };
  }

  async start(ingestion: Ingestion): Promise<boolean> {
    try {
      const rows = [insertIngestion(ingestion), insertDocuments(ingestion)];
      await this.store.save(ingestion.submission.workspaceId, ingestion, rows);
      return true;
    } catch (error) {
      const constraint = violatedConstraint(error);
      if (constraint === 'ingestions_pkey' || constraint === 'documents_content') return false;
      throw error;
    }
  }
}

function insertIngestion({ id, submission, skipped }: Ingestion): Statement {
  const { workspaceId, documents, submittedBy } = submission;
  return sql`
    INSERT INTO knowledge.ingestions (workspace_id, id, total, skipped, created_by)
    VALUES (${workspaceId}, ${id}, ${documents.length}, ${skipped}, ${submittedBy})`;
}

/** In the order of their hashes: two ingestions that share contents then wait for each other, never both at once. */
function insertDocuments({ id, submission, accepted }: Ingestion): Statement {
  const { workspaceId, submittedBy, priority, chunking } = submission;
  return sql`
    INSERT INTO knowledge.documents (workspace_id, id, ingestion_id, title, url, external_id, metadata, content,
      content_hash, chunking, priority, lease_until, created_by)
    SELECT ${workspaceId}, id, ${id}, title, url, "externalId", metadata, content, decode("contentHash", 'hex'),
      ${JSON.stringify(chunking)}::jsonb, ${priority}, now() + make_interval(secs => ${LEASE_WHILE_QUEUED}), ${submittedBy}
    FROM jsonb_to_recordset(${JSON.stringify(accepted)}::jsonb) AS document
      (id uuid, title text, url text, "externalId" text, metadata jsonb, content text, "contentHash" text)
    ORDER BY "contentHash"`;
}
