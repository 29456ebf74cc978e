import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { Shown } from '../../../platform/http/view-fields';

const STATUSES = ['queued', 'processing', 'completed', 'completed_with_failures', 'failed'] as const;

export class IngestionView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a0f' })
  id!: string;

  @Shown({ enum: STATUSES, example: 'processing' })
  status!: (typeof STATUSES)[number];

  @Shown({ example: 50, description: 'Documents handed in.' })
  total!: number;

  @Shown({ example: 30, description: 'Searchable.' })
  processed!: number;

  @Shown({ example: 0 })
  failed!: number;

  @Shown({ example: 2, description: 'Known already, or deleted before their turn.' })
  skipped!: number;

  @Shown({ example: 0.64, description: 'The part that is dealt with, from 0 to 1.' })
  progress!: number;

  @Shown({ example: '2026-11-21T09:30:00.000Z' })
  createdAt!: Date;
}

export class GetIngestion extends Query<IngestionView> {
  constructor(
    readonly workspaceId: string,
    readonly ingestionId: string,
  ) {
    super();
  }
}

type IngestionRow = Omit<IngestionView, 'status' | 'progress'> & { readonly started: number };

@QueryHandler(GetIngestion)
export class GetIngestionHandler implements IQueryHandler<GetIngestion> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, ingestionId }: GetIngestion): Promise<IngestionView> {
    const [row] = await this.database.query<IngestionRow>(
      workspaceId,
      sql`
        SELECT ingestion.id, ingestion.total, ingestion.created_at AS "createdAt",
          count(document.id) FILTER (WHERE document.status = 'ready')::int AS processed,
          count(document.id) FILTER (WHERE document.status = 'failed')::int AS failed,
          count(document.id) FILTER (WHERE document.status <> 'queued')::int AS started,
          ingestion.skipped + count(document.id) FILTER (
            WHERE document.deleted_at IS NOT NULL AND document.status IN ('queued', 'processing'))::int AS skipped
        FROM knowledge.ingestions AS ingestion
        LEFT JOIN knowledge.documents AS document
          ON document.workspace_id = ingestion.workspace_id AND document.ingestion_id = ingestion.id
        WHERE ingestion.workspace_id = ${workspaceId} AND ingestion.id = ${ingestionId}
        GROUP BY ingestion.workspace_id, ingestion.id`,
    );
    if (!row) throw notFound('ingestion');
    const { started, ...view } = row;
    return { ...view, status: statusOf(view, started > 0), progress: dealtWith(view) / row.total };
  }
}

type Counts = Pick<IngestionView, 'total' | 'processed' | 'failed' | 'skipped'>;

function dealtWith({ processed, failed, skipped }: Counts): number {
  return processed + failed + skipped;
}

function statusOf(counts: Counts, hasStarted: boolean): IngestionView['status'] {
  if (dealtWith(counts) < counts.total) return hasStarted ? 'processing' : 'queued';
  if (counts.failed === 0) return 'completed';
  return counts.processed > 0 ? 'completed_with_failures' : 'failed';
}
