import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { audited } from '../../../platform/audit/audited';
import { type ExportFormat } from '../../../platform/audit/audit-export';
import { Database } from '../../../platform/database/database';

export class NoteAuditExport extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly format: ExportFormat,
  ) {
    super();
  }
}

/** Before the first line leaves the house: who takes the log along stands in it. */
@CommandHandler(NoteAuditExport)
export class NoteAuditExportHandler implements ICommandHandler<NoteAuditExport> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, format }: NoteAuditExport): Promise<void> {
    await this.database.query(
      workspaceId,
      audited({ action: 'tenancy.audit_log_exported', detail: { format } }),
    );
  }
}
