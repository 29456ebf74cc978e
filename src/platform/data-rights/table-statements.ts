import { createHash } from 'node:crypto';
import { type Statement } from '../database/sql';
import { type PersonalTrace, type WorkspaceTable } from './data-holder';

const IDENTIFIER = /^[a-z_][a-z0-9_]*$/;

interface PagedTable {
  readonly name: string;
  readonly key: readonly string[];
  readonly exported: readonly string[];
}

/**
 * Statements over tables that a holder lists. The only place where text is put together: the names are
 * constants of the code, and are checked and quoted all the same; values are parameters as everywhere.
 */
export function pageOfRows(
  table: PagedTable,
  owner: { readonly column: string; readonly id: string },
  after: readonly string[] | null,
  limit: number,
): Statement {
  const keys = table.key.map(quoted);
  const shown = table.exported.map((column) => `${quoted(column)} AS "${camelCase(checked(column))}"`);
  const place = keys.map((key, i) => `${key}::text AS "key${i}"`);
  const later = after ? `AND (${keys.join(', ')}) > (${keys.map((_, i) => `$${i + 3}`).join(', ')})` : '';
  const text = `
    SELECT row_to_json((SELECT shown FROM (SELECT ${shown.join(', ')}) AS shown))::text AS row, ${place.join(', ')}
    FROM ${tableName(table.name)} WHERE ${quoted(owner.column)} = $1 ${later}
    ORDER BY ${keys.join(', ')} LIMIT $2`;
  return statement(text, [owner.id, limit, ...(after ?? [])]);
}

/** Deletes a number of rows and notes in the same statement how many: neither is ever there without the other. */
export function removeRows(
  { name, key, fingerprint }: WorkspaceTable,
  workspaceId: string,
  removalId: string,
  limit: number,
): Statement {
  const chosen = chosenRows(name, key, 'workspace_id = $1', '$3');
  const kept = fingerprint ? quoted(fingerprint) : 'NULL::bytea';
  const text = `WITH gone AS (${chosen} RETURNING ${kept} AS kept)${noteOf(name, '(array_agg(kept))[1]')}`;
  return statement(text, [workspaceId, removalId, limit]);
}

export function removeTrace(
  trace: PersonalTrace,
  needles: readonly string[],
  removalId: string,
  limit: number,
): Statement {
  const chosen = chosenRows(trace.table, trace.key, conditionOf(trace), '$3');
  const values = [valueOf(trace, needles), removalId, limit];
  return statement(`WITH gone AS (${chosen} RETURNING 1)${noteOf(trace.table)}`, values);
}

/** Also what is still on its way, and could not be removed yet. */
export function countTrace(trace: PersonalTrace, needles: readonly string[]): Statement {
  const text = `SELECT count(*)::int AS rows FROM ${tableName(trace.table)} AS held WHERE ${conditionOf({ ...trace, unless: undefined })}`;
  return statement(text, [valueOf(trace, needles)]);
}

function conditionOf({ columns, how, unless }: PersonalTrace): string {
  const found =
    how === 'is'
      ? `${quoted(columns[0]!)} = $1`
      : `concat_ws(' ', ${columns.map(quoted).join(', ')}) ~* ANY ($1::text[])`;
  return unless ? `${found} AND NOT (${unless})` : found;
}

const valueOf = ({ how }: PersonalTrace, needles: readonly string[]) => (how === 'is' ? needles[0] : needles);

/** Rows that somebody else is changing or deleting right now are left for the next round. */
function chosenRows(table: string, key: readonly string[], condition: string, limit: string): string {
  const keys = key.map(quoted).join(', ');
  return `DELETE FROM ${tableName(table)} WHERE (${keys}) IN (
    SELECT ${keys} FROM ${tableName(table)} AS held WHERE ${condition} LIMIT ${limit})`;
}

function noteOf(table: string, kept = 'NULL'): string {
  return `
    INSERT INTO platform.removed_rows (removal_id, table_name, rows, last_hash)
    SELECT $2::uuid, '${tableName(table).replaceAll('"', '')}', count(*), ${kept} FROM gone
    HAVING count(*) > 0 RETURNING rows::int`;
}

function statement(text: string, values: readonly unknown[]): Statement {
  return { name: createHash('sha256').update(text).digest('base64url').slice(0, 20), text, values };
}

const tableName = (name: string) => name.split('.').map(quoted).join('.');
const quoted = (name: string) => `"${checked(name)}"`;
const camelCase = (name: string) => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

function checked(name: string): string {
  if (!IDENTIFIER.test(name)) throw new Error(`${JSON.stringify(name)} is not a name of the database`);
  return name;
}
