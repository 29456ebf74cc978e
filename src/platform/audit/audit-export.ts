import { type AuditRow, showEntry } from './audit-row';

export const EXPORT_FORMATS = ['csv', 'jsonl'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const MEDIA_TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/jsonl; charset=utf-8',
};
const COLUMNS = [
  ...['seq', 'occurredAt', 'action', 'outcome', 'actorKind', 'actorId', 'subjectKind', 'subjectId'],
  ...['detail', 'address', 'requestId', 'count', 'id', 'workspaceId', 'previousHash', 'hash'],
] as const;
/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

export const mediaTypeOf = (format: ExportFormat): string => MEDIA_TYPES[format];

/** A whole log as text, so that every hash in it can be made again from what stands beside it. */
export async function* exported(
  pages: AsyncIterable<AuditRow[]>,
  format: ExportFormat,
): AsyncGenerator<string> {
  if (format === 'csv') yield `${COLUMNS.join(',')}\r\n`;
  const lineOf = format === 'csv' ? csvLine : jsonLine;
  for await (const rows of pages) if (rows.length > 0) yield rows.map(lineOf).join('');
}

function csvLine(row: AuditRow): string {
  const cells: Record<string, string | number | null> = {
    ...showEntry(row),
    occurredAt: exactTime(row),
    detail: row.detail_text,
  };
  return `${COLUMNS.map((column) => csvCell(cells[column] ?? null)).join(',')}\r\n`;
}

function csvCell(value: string | number | null): string {
  if (value === null) return '';
  const text = String(value);
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** The detail goes in as the text that was hashed. */
function jsonLine(row: AuditRow): string {
  const text = JSON.stringify({ ...showEntry(row), detail: undefined, occurredAt: exactTime(row) });
  return `${text.slice(0, -1)},"detail":${row.detail_text}}\n`;
}

function exactTime({ occurred_at, micros }: AuditRow): string {
  return occurred_at.toISOString().replace(/\d{3}Z$/, `${micros.slice(-6)}Z`);
}
