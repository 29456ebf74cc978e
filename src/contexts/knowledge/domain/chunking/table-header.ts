import { linesOf } from './lines';
import { type Unit } from './units';

const RULE = /^[\s:|-]*$/;
const LONGEST_HEADER = 1_000;

interface TableHeader {
  /** "Plan | Price" */
  columns: string;
  end: number;
}

/** The names of a table's columns, where a line of dashes below the first row says that it has them. */
export function tableHeader(content: string, { bodyStart, end }: Unit): TableHeader | null {
  const [first, second] = linesOf(content, bodyStart, end);
  if (!first || !second || second.end - first.start > LONGEST_HEADER) return null;
  const rule = content.slice(second.start, second.end);
  if (!RULE.test(rule) || !rule.includes('-')) return null;
  const cells = content.slice(first.start, first.end).split('|');
  const columns = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  return columns.length > 0 ? { columns: columns.join(' | '), end: first.end } : null;
}
