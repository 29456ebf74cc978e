import { type PdfLine } from './pdf-line';

const DISORDERED_SHARE = 0.1;
const FEWEST_LINES_OF_A_COLUMN = 4;

/**
 * Files nearly always hold their text in the order in which it is read, columns included. Where lines jump back up over
 * each other they do not, and the page is read by position: column by column, downwards.
 */
export function inReadingOrder(lines: readonly PdfLine[]): readonly PdfLine[] {
  const jumps = lines.filter((line, i) => jumpsBack(lines[i - 1], line)).length;
  if (jumps <= DISORDERED_SHARE * lines.length) return lines;
  const gutter = findGutter(lines);
  if (gutter === null) return downwards(lines);
  const left = lines.filter(({ right }) => right <= gutter);
  return [...downwards(left), ...downwards(lines.filter(({ x }) => x >= gutter))];
}

/** To the top of another column is no jump back. */
function jumpsBack(before: PdfLine | undefined, line: PdfLine): boolean {
  if (!before || line.y <= before.y + before.size) return false;
  return line.x < before.right && before.x < line.right;
}

/** The left edge of a right column that no line of the left one reaches into. */
function findGutter(lines: readonly PdfLine[]): number | null {
  const edges = [...new Set(lines.map(({ x }) => x))].sort((a, b) => a - b);
  for (const edge of edges.slice(1)) {
    const left = lines.filter(({ right }) => right <= edge).length;
    const right = lines.filter(({ x }) => x >= edge).length;
    if (left + right === lines.length && Math.min(left, right) >= FEWEST_LINES_OF_A_COLUMN) return edge;
  }
  return null;
}

function downwards(lines: readonly PdfLine[]): PdfLine[] {
  return [...lines].sort((a, b) => b.y - a.y || a.x - b.x);
}
