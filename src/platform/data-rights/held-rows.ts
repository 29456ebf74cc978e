import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { type PersonTable, type WorkspaceTable } from './data-holder';
import { pageOfRows } from './table-statements';

const ROWS_PER_PAGE = 500;

type Row = { readonly row: string } & Readonly<Record<string, string>>;
type PagedTable = Pick<WorkspaceTable, 'name' | 'key' | 'rowsPerPage'>;

/** Reads rows for an export, page by page: a workspace may hold more than fits into memory. */
@Injectable()
export class HeldRows {
  constructor(private readonly database: Database) {}

  /** Each row as JSON text. */
  ofWorkspace(table: WorkspaceTable, workspaceId: string): AsyncGenerator<string> {
    return this.read(table, table.exported ?? [], { column: 'workspace_id', id: workspaceId }, workspaceId);
  }

  ofPerson(table: PersonTable, userId: string): AsyncGenerator<string> {
    return this.read(table, table.exported, { column: table.person, id: userId }, { userId });
  }

  private async *read(
    { name, key, rowsPerPage = ROWS_PER_PAGE }: PagedTable,
    exported: readonly string[],
    owner: { readonly column: string; readonly id: string },
    scope: string | { readonly userId: string },
  ): AsyncGenerator<string> {
    let after: string[] | null = null;
    for (;;) {
      const page: Row[] = await this.database.query<Row>(
        scope,
        pageOfRows({ name, key, exported }, owner, after, rowsPerPage),
      );
      for (const { row } of page) yield row;
      const last = page.at(-1);
      if (!last || page.length < rowsPerPage) return;
      after = key.map((_, i) => last[`key${i}`]!);
    }
  }
}
