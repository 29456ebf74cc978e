import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database';
import { violatedConstraint } from '../../../platform/database/database-errors';
import { wins } from '../../../platform/database/single-winner';
import { sql, type Statement } from '../../../platform/database/sql';
import { AggregateStore } from '../../../platform/outbox/aggregate-store';
import { type Ingestion, type NewDocument } from '../domain/ingestion';
import { Ingestions, type Limits, type Usage, type WorkspaceContents } from '../domain/ingestions';
import { bytesOf } from '../domain/submission';
import { insertFile } from './insert-file';
import { LEASE_WHILE_QUEUED } from './lease';
import { keepWithin } from './keep-within';

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
    const wanted = hashes.map((hash) => Buffer.from(hash, 'hex'));
    const [started = [], known = [], settings = []] = await this.database.batch(workspaceId, [
      sql`
        SELECT total, skipped FROM knowledge.ingestions
        WHERE workspace_id = ${workspaceId} AND id = ${ingestionId}`,
      sql`
        SELECT encode(content_hash, 'hex') AS hash, id FROM knowledge.documents
        WHERE workspace_id = ${workspaceId} AND deleted_at IS NULL AND status <> 'failed'
          AND content_hash = ANY (${wanted}::bytea[])
        UNION ALL
        SELECT encode(content_hash, 'hex'), id FROM knowledge.documents
        WHERE workspace_id = ${workspaceId} AND deleted_at IS NULL AND status = 'failed'
          AND ingestion_id = ${ingestionId} AND content_hash = ANY (${wanted}::bytea[])`,
      sql`SELECT chunking FROM knowledge.settings WHERE workspace_id = ${workspaceId}`,
    ]);
    return {
      started: (started[0] as WorkspaceContents['started'] | undefined) ?? null,
      known: new Map(known.map(({ hash, id }) => [hash as string, id as string])),
      chunking: (settings[0]?.chunking as WorkspaceContents['chunking'] | undefined) ?? {},
    };
  }

  async usage(workspaceId: string): Promise<Usage> {
    const [usage] = await this.database.query<{ documents: number; storageBytes: string }>(
      workspaceId,
      sql`
        SELECT count(*)::int AS documents, coalesce(sum(bytes), 0) AS "storageBytes" FROM knowledge.documents
        WHERE workspace_id = ${workspaceId} AND deleted_at IS NULL`,
    );
    return { documents: usage!.documents, storageBytes: Number(usage!.storageBytes) };
  }

  async start(ingestion: Ingestion, limits: Limits): Promise<boolean> {
    const { submission, accepted } = ingestion;
    const rows = [
      ...keepWithin(submission.workspaceId, limits, accepted),
      insertIngestion(ingestion),
      insertDocuments(ingestion),
      ...accepted.flatMap((document) => fileOf(ingestion, document)),
    ];
    try {
      return await wins(this.store.save(submission.workspaceId, ingestion, rows));
    } catch (error) {
      const constraint = violatedConstraint(error);
      if (constraint === 'ingestions_pkey' || constraint === 'documents_content') return false;
      throw error;
    }
  }
}

function fileOf({ submission }: Ingestion, { id, fileId, ...document }: NewDocument): Statement[] {
  if (document.source !== 'file' || fileId === null) return [];
  const { workspaceId, submittedBy } = submission;
  return [insertFile(workspaceId, { id: fileId, documentId: id, createdBy: submittedBy, ...document.file })];
}

function insertIngestion({ id, submission, skipped }: Ingestion): Statement {
  const { workspaceId, documents, submittedBy, webhookUrl } = submission;
  return sql`
    INSERT INTO knowledge.ingestions (workspace_id, id, total, skipped, webhook_url, created_by)
    VALUES (${workspaceId}, ${id}, ${documents.length}, ${skipped}, ${webhookUrl}, ${submittedBy})`;
}

/** In the order of their hashes: two ingestions that share contents then wait for each other, never both at once. */
function insertDocuments({ id, submission, accepted }: Ingestion): Statement {
  const { workspaceId, submittedBy, priority, chunking, webhookUrl } = submission;
  return sql`
    INSERT INTO knowledge.documents (workspace_id, id, ingestion_id, title, title_is_given, url, external_id, metadata,
      access, source, source_url, file_id, content, bytes, content_hash, chunking, priority, tells_progress, lease_until,
      created_by)
    SELECT ${workspaceId}, id, ${id}, title, "titleIsGiven", url, "externalId", metadata, access, source, "sourceUrl",
      "fileId", content, bytes, decode("contentHash", 'hex'), ${JSON.stringify(chunking)}::jsonb, ${priority},
      ${webhookUrl !== null}, now() + make_interval(secs => ${LEASE_WHILE_QUEUED}), ${submittedBy}
    FROM jsonb_to_recordset(${JSON.stringify(accepted.map(rowOf))}::jsonb) AS document
      (id uuid, title text, "titleIsGiven" boolean, url text, "externalId" text, metadata jsonb, access text[],
        source text, "sourceUrl" text, "fileId" uuid, content text, bytes int, "contentHash" text)
    ORDER BY "contentHash"`;
}

function rowOf(document: NewDocument): object {
  return { ...document, file: undefined, bytes: bytesOf(document) };
}
