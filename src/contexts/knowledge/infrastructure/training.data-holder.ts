import { Injectable, Logger } from '@nestjs/common';
import { DataHolder, type WorkspaceTable } from '../../../platform/data-rights/data-holder';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { FineTuningProvider } from '../domain/training/fine-tuning-provider';

interface Entrusted extends Record<string, unknown> {
  readonly fileId: string | null;
  readonly jobId: string | null;
}

/** What is kept for training models, here and at their provider. */
@Injectable()
export class TrainingDataHolder extends DataHolder {
  readonly context = 'knowledge';
  override readonly workspaceTables: readonly WorkspaceTable[] = [
    {
      name: 'knowledge.fine_tunings',
      key: ['id'],
      exported: [
        ...['id', 'training_set_id', 'base_model', 'suffix', 'status', 'job_id', 'fine_tuned_model'],
        ...['trained_tokens', 'last_event', 'error', 'created_by', 'created_at', 'updated_at'],
      ],
    },
    {
      name: 'knowledge.training_sets',
      key: ['id'],
      exported: ['id', 'name', 'examples', 'total', 'skipped', 'created_by', 'created_at'],
      rowsPerPage: 1,
      rowsPerDeletion: 20,
    },
  ];
  private readonly logger = new Logger(TrainingDataHolder.name);

  constructor(
    private readonly database: Database,
    private readonly provider: FineTuningProvider,
  ) {
    super();
  }

  /** A provider that is away must not keep a workspace from being purged: then the operator reads what it still has. */
  override async forgetWorkspace(workspaceId: string): Promise<void> {
    const entrusted = await this.database.query<Entrusted>(
      workspaceId,
      sql`
        SELECT file_id AS "fileId", CASE WHEN status = 'running' THEN job_id END AS "jobId"
        FROM knowledge.fine_tunings
        WHERE workspace_id = ${workspaceId} AND (file_id IS NOT NULL OR status = 'running')`,
    );
    for (const one of entrusted) await this.takeBack(one);
  }

  private async takeBack({ fileId, jobId }: Entrusted): Promise<void> {
    try {
      if (jobId !== null) await this.provider.cancel(jobId);
      if (fileId !== null) await this.provider.discard(fileId);
    } catch (error) {
      const kept = [jobId, fileId].filter((id) => id !== null).join(' and ');
      this.logger.warn(`The provider still has ${kept} of a purged workspace: ${(error as Error).message}`);
    }
  }
}
