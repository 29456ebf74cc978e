import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { QueueStats } from '../../../platform/queues/queue-stats';
import { type DiagnosedDocument, diagnosisOf } from './diagnosis';
import { DiagnosisView } from './diagnosis.view';

export class DiagnoseDocument extends Query<DiagnosisView> {
  constructor(
    readonly workspaceId: string,
    readonly documentId: string,
    readonly readers: readonly string[] | null,
  ) {
    super();
  }
}

@QueryHandler(DiagnoseDocument)
export class DiagnoseDocumentHandler implements IQueryHandler<DiagnoseDocument> {
  constructor(
    private readonly database: Database,
    private readonly queues: QueueStats,
  ) {}

  async execute({ workspaceId, documentId, readers }: DiagnoseDocument): Promise<DiagnosisView> {
    const [document] = await this.database.query<DiagnosedDocument>(
      workspaceId,
      sql`
        SELECT status, stage, stage_since AS "stageSince", attempts, priority, version, live_version AS "liveVersion",
          error, last_error AS "lastError", retry_at AS "retryAt", lane IS NOT NULL AS "hasJob",
          lease_until < now() AS "isOverdue", now() AS now, created_at AS "createdAt", updated_at AS "updatedAt",
          (SELECT count(*)::int FROM knowledge.documents AS other
            WHERE other.workspace_id = ${workspaceId} AND other.status = 'queued' AND other.deleted_at IS NULL
              AND other.priority = document.priority AND other.id < document.id) AS "waitingBefore"
        FROM knowledge.documents AS document
        WHERE workspace_id = ${workspaceId} AND id = ${documentId} AND deleted_at IS NULL
          AND (access IS NULL OR ${readers}::text[] IS NULL OR access && ${readers}::text[])`,
    );
    if (!document) throw notFound('document');
    return diagnosisOf(document, await this.isQueueReachable());
  }

  private async isQueueReachable(): Promise<boolean> {
    return this.queues.counts().then(
      () => true,
      () => false,
    );
  }
}
