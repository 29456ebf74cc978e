import { type PdfLine } from './pdf-line';
import { headingLevelOf, typeSizesOf } from './type-sizes';

const FEWEST_PAGES = 4;
const LEAST_SHARE = 0.6;
/** From the top and from the bottom of a page. */
const EDGE_LINES = 2;
/** Such as `Page 3 of 12` or `Handbook | 3`; a sentence in which only a number differs is longer. */
const PAGE_NUMBER = /^\D{0,24}\d{1,4}(?:\D{1,5}\d{1,4})?\D{0,5}$/;

/**
 * Takes out what stands at the edge of most pages: page numbers, and headers and footers but for their first time.
 * Whatever is written large is a heading, even on every page.
 */
export function withoutRunningLines(pages: readonly (readonly PdfLine[])[]): (readonly PdfLine[])[] {
  const sizes = typeSizesOf(pages);
  const edges = pages.map((page) => outermost(page).filter((line) => headingLevelOf(sizes, line) === 0));
  const counts = new Map<string, number>();
  for (const key of edges.flatMap((lines) => [...new Set(lines.map(keyOf))])) {
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const fewest = Math.max(FEWEST_PAGES, LEAST_SHARE * pages.length);
  const seen = new Set<string>();
  return pages.map((page, i) => {
    const running = (edges[i] ?? []).filter((line) => (counts.get(keyOf(line)) ?? 0) >= fewest);
    const dropped = new Set(running.filter((line) => isPageNumber(line) || seen.has(keyOf(line))));
    for (const line of running) seen.add(keyOf(line));
    return page.filter((line) => !dropped.has(line));
  });
}

function outermost(page: readonly PdfLine[]): readonly PdfLine[] {
  const byHeight = [...page].sort((a, b) => b.y - a.y);
  return byHeight.length <= 2 * EDGE_LINES
    ? byHeight
    : [...byHeight.slice(0, EDGE_LINES), ...byHeight.slice(-EDGE_LINES)];
}

function isPageNumber({ text }: PdfLine): boolean {
  return PAGE_NUMBER.test(text);
}

function keyOf(line: PdfLine): string {
  const text = isPageNumber(line) ? line.text.replace(/\d+/g, '#') : line.text;
  return `${Math.round(line.y)} ${text}`;
}
