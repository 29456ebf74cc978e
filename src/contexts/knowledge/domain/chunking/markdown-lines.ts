import { isWhiteSpace, skipWhiteSpaceBack } from '../../../../kernel/text/white-space';
import { type Line } from './lines';

const DEEPEST_HEADING = 6;
const LONGEST_HEADING = 120;
const SHORTEST_FENCE = 3;
const SHORTEST_UNDERLINE = 3;
const LONGEST_LIST_NUMBER = 9;
const CODE_INDENT = 4;

export interface Fence {
  mark: string;
  length: number;
}

export function isBlank(line: Line): boolean {
  return line.ink === line.end;
}

export function headingLevel(content: string, line: Line): number {
  const level = runLength(content, line.ink, line.end, '#', DEEPEST_HEADING + 1);
  const isHeading = level >= 1 && level <= DEEPEST_HEADING && line.ink - line.start < CODE_INDENT;
  return isHeading && isSpaceOrEnd(content, line.ink + level, line.end) ? level : 0;
}

/** The level that an underline of = or - gives to the line above it, or 0. */
export function underlineLevel(content: string, line: Line): number {
  const mark = content.charAt(line.ink);
  if (mark !== '=' && mark !== '-') return 0;
  const end = skipWhiteSpaceBack(content, line.ink, line.end);
  const length = runLength(content, line.ink, end, mark, Infinity);
  if (length < SHORTEST_UNDERLINE || line.ink + length !== end) return 0;
  return mark === '=' ? 1 : 2;
}

export function openingFence(content: string, line: Line): Fence | null {
  const mark = content.charAt(line.ink);
  if (mark !== '`' && mark !== '~') return null;
  const length = runLength(content, line.ink, line.end, mark, Infinity);
  if (length < SHORTEST_FENCE) return null;
  // Three backticks with more of them later in the line are code inside a sentence.
  if (mark === '`' && content.slice(line.ink + length, line.end).includes('`')) return null;
  return { mark, length };
}

export function closesFence(content: string, line: Line, fence: Fence): boolean {
  if (content.charAt(line.ink) !== fence.mark) return false;
  const length = runLength(content, line.ink, line.end, fence.mark, Infinity);
  return length >= fence.length && skipWhiteSpaceBack(content, line.ink, line.end) === line.ink + length;
}

export function isTableRow(content: string, line: Line): boolean {
  return content.charAt(line.ink) === '|';
}

export function isListItem(content: string, line: Line): boolean {
  const first = content.charAt(line.ink);
  if ('-*+\u2022'.includes(first)) return isSpaceOrEnd(content, line.ink + 1, line.end);
  let at = line.ink;
  while (at < line.end && at - line.ink <= LONGEST_LIST_NUMBER && isDigit(content.charCodeAt(at))) at++;
  if (at === line.ink || !'.)'.includes(content.charAt(at))) return false;
  return at < line.end && isSpaceOrEnd(content, at + 1, line.end);
}

/** The words of a heading, without its marks. */
export function headingTitle(content: string, line: Line): string {
  return content
    .slice(line.ink, Math.min(line.end, line.ink + 2 * LONGEST_HEADING))
    .replace(/^#{1,6}/, '')
    .replace(/[*_`#]{1,40}/g, '')
    .replace(/\[([^[\]]{1,120})\]\([^()]{0,200}\)/g, '$1')
    .trim()
    .slice(0, LONGEST_HEADING)
    .replace(/[\ud800-\udbff]$/, '');
}

function runLength(content: string, start: number, end: number, mark: string, most: number): number {
  let at = start;
  while (at < end && at - start < most && content.charAt(at) === mark) at++;
  return at - start;
}

function isSpaceOrEnd(content: string, at: number, end: number): boolean {
  return at >= end || isWhiteSpace(content.charCodeAt(at));
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
