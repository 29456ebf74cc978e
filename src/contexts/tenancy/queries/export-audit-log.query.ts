import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { exported } from '../../../platform/audit/audit-export';
import { type AuditExportQuery } from '../../../platform/audit/audit-export-query';
import { AuditLog } from '../../../platform/audit/audit-log';

export class ExportAuditLog extends Query<AsyncIterable<string>> {
  constructor(
    readonly workspaceId: string,
    readonly wanted: AuditExportQuery,
  ) {
    super();
  }
}

@QueryHandler(ExportAuditLog)
export class ExportAuditLogHandler implements IQueryHandler<ExportAuditLog> {
  constructor(private readonly log: AuditLog) {}

  execute({ workspaceId, wanted }: ExportAuditLog): Promise<AsyncIterable<string>> {
    return Promise.resolve(exported(this.log.pages(workspaceId, wanted), wanted.format));
  }
}
