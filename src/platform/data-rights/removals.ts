import { Injectable } from '@nestjs/common';
import { type QueryResultRow } from 'pg';
import { Database, type Scope } from '../database/database';
import { sql, type Statement } from '../database/sql';
import { RelayDatabase } from '../outbox/relay-database';
import { type Person, type PersonalTrace, type WorkspaceTable } from './data-holder';
import { needlesOf } from './needles';
import { countTrace, removeRows, removeTrace } from './table-statements';

/** So many at most in one statement: nothing is locked for long. */
const ROWS_AT_ONCE = 5_000;

/** Deletes rows for good, a few at a time, and keeps count of them beyond a crash. */
@Injectable()
export class Removals {
  constructor(
    private readonly database: Database,
    private readonly relay: RelayDatabase,
  ) {}

  /** Answers how many rows went. */
  removeTable(table: WorkspaceTable, workspaceId: string, removalId: string): Promise<number> {
    const limit = table.rowsPerDeletion ?? ROWS_AT_ONCE;
    const scope = table.deletedBy === 'relay' ? null : workspaceId;
    return this.repeat(scope, () => removeRows(table, workspaceId, removalId, limit));
  }

  async removeTrace(trace: PersonalTrace, person: Person, removalId: string): Promise<void> {
    for (const scope of scopesOf(trace, person)) {
      const needles = needlesOf(trace, person, scope);
      await this.repeat(scope, () => removeTrace(trace, needles, removalId, ROWS_AT_ONCE));
    }
  }

  async countTrace(trace: PersonalTrace, person: Person): Promise<number> {
    let found = 0;
    for (const scope of scopesOf(trace, person)) {
      const needles = needlesOf(trace, person, scope);
      const [row] = await this.send<{ rows: number }>(scope, countTrace(trace, needles));
      found += row?.rows ?? 0;
    }
    return found;
  }

  private async repeat(scope: Scope | null, next: () => Statement): Promise<number> {
    for (let gone = 0; ;) {
      const [noted] = await this.send<{ rows: number }>(scope, next());
      if (!noted) return gone;
      gone += noted.rows;
    }
  }

  /** Without a scope it is the relay's login that sees, and is seen by, its own policies. */
  private send<Row extends QueryResultRow>(scope: Scope | null, statement: Statement): Promise<Row[]> {
    return scope === null ? this.relay.query(statement) : this.database.query(scope, statement);
  }
}

/** All that was removed under this id, for the receipt that takes its place. */
export const tallyOf = (removalId: string): Statement => sql`
  SELECT table_name AS "table", sum(rows)::float8 AS rows,
    encode((array_agg(last_hash ORDER BY id DESC) FILTER (WHERE last_hash IS NOT NULL))[1], 'hex') AS "lastHash"
  FROM platform.removed_rows WHERE removal_id = ${removalId} GROUP BY table_name ORDER BY table_name`;

export const forgetTally = (removalId: string): Statement => sql`
  DELETE FROM platform.removed_rows WHERE removal_id = ${removalId}`;

function scopesOf({ seen }: PersonalTrace, { id, workspaceIds }: Person): (Scope | null)[] {
  switch (seen) {
    case 'as the person':
      return [{ userId: id }];
    case 'in their workspaces':
      return [...workspaceIds];
    case 'by the relay':
      return [null];
  }
}
