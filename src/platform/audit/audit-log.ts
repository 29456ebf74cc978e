import { Injectable } from '@nestjs/common';
import { Database, NO_TENANT } from '../database/database';
import { decodeCursor, type Page, toPage } from '../http/page';
import { type AuditEntryView } from './audit-entry.view';
import { type AuditRow, showEntry } from './audit-row';
import { type AuditFilter, newestEntries } from './audit-statements';

const ROWS_AT_ONCE = 500;

/** Reads the log of a workspace, or without one the platform's own; the newest entry first. */
@Injectable()
export class AuditLog {
  constructor(private readonly database: Database) {}

  async page(
    workspaceId: string | null,
    filter: AuditFilter,
    { limit, cursor }: { readonly limit: number; readonly cursor?: string },
  ): Promise<Page<AuditEntryView>> {
    const rows = await this.read(
      workspaceId,
      newestEntries(workspaceId, filter, decodeCursor(cursor), limit + 1),
    );
    return toPage(rows.map(showEntry), limit);
  }

  /** Never all in memory: the next rows are read when somebody has taken these. */
  async *pages(workspaceId: string | null, filter: AuditFilter): AsyncGenerator<AuditRow[]> {
    for (let below = decodeCursor(undefined); ;) {
      const rows = await this.read(workspaceId, newestEntries(workspaceId, filter, below, ROWS_AT_ONCE));
      yield rows;
      const last = rows.at(-1);
      if (!last || rows.length < ROWS_AT_ONCE) return;
      below = last.id;
    }
  }

  private read(workspaceId: string | null, statement: ReturnType<typeof newestEntries>): Promise<AuditRow[]> {
    return this.database.query<AuditRow>(workspaceId ?? NO_TENANT, statement);
  }
}
