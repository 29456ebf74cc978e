import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type AuditEntryView } from '../../../platform/audit/audit-entry.view';
import { AuditLog } from '../../../platform/audit/audit-log';
import { type AuditListQuery } from '../../../platform/audit/audit-list-query';
import { type Page } from '../../../platform/http/page';

export class ListAuditEntries extends Query<Page<AuditEntryView>> {
  constructor(
    readonly workspaceId: string,
    readonly wanted: AuditListQuery,
  ) {
    super();
  }
}

@QueryHandler(ListAuditEntries)
export class ListAuditEntriesHandler implements IQueryHandler<ListAuditEntries> {
  constructor(private readonly log: AuditLog) {}

  execute({ workspaceId, wanted }: ListAuditEntries): Promise<Page<AuditEntryView>> {
    return this.log.page(workspaceId, wanted, wanted);
  }
}
