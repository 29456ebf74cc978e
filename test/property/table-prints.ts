import { type EverythingStored } from '../platform/everything-stored';

/** Written by the platform for itself, whoever calls and whatever comes of it. */
const NOT_A_CALLERS = new Set([
  'platform.audit_entries',
  'platform.audit_heads',
  'platform.schedule',
  'platform.rate_refusals',
  'identity.login_failures',
]);
/** When somebody was last seen is no effect of what they asked for. */
const LAST_USE = ['last_used_at', 'last_seen_at', 'address', 'user_agent'];

type Prints = Readonly<Record<string, string>>;

/** What every table holds, as one checksum each. */
export async function printTables(stored: EverythingStored): Promise<Prints> {
  const tables = (await stored.tables()).filter(
    ({ name }) => !NOT_A_CALLERS.has(name) && !name.startsWith('bullmq.'),
  );
  const counted = LAST_USE.map((column) => `'${column}'`).join(', ');
  const selects = tables.map(
    ({ name }) => `SELECT '${name}' AS name, (
      SELECT count(*) || ' ' || coalesce(md5(string_agg(row, '' ORDER BY row)), '')
      FROM (SELECT (to_jsonb(held) - ARRAY[${counted}])::text AS row FROM ${name} AS held) AS rows) AS print`,
  );
  const rows = await stored.query<{ name: string; print: string }>(selects.join(' UNION ALL '));
  return Object.fromEntries(rows.map(({ name, print }) => [name, print]));
}

export function changedTables(before: Prints, after: Prints): string[] {
  return Object.keys(after).filter((name) => before[name] !== after[name]);
}
