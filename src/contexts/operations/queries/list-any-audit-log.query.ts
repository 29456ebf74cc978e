import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type AuditEntryView } from '../../../platform/audit/audit-entry.view';
import { AuditLog } from '../../../platform/audit/audit-log';
import { type AuditListQuery } from '../../../platform/audit/audit-list-query';
import { type Page } from '../../../platform/http/page';

/** The platform's own log, or any workspace's: only for operators. */
export class ListAnyAuditLog extends Query<Page<AuditEntryView>> {
  constructor(
    readonly workspaceId: string | null,
    readonly wanted: AuditListQuery,
  ) {
    super();
  }
}

@QueryHandler(ListAnyAuditLog)
export class ListAnyAuditLogHandler implements IQueryHandler<ListAnyAuditLog> {
  constructor(private readonly log: AuditLog) {}

  execute({ workspaceId, wanted }: ListAnyAuditLog): Promise<Page<AuditEntryView>> {
    return this.log.page(workspaceId, wanted, wanted);
  }
}
