import { type PdfLine } from './pdf-line';

const LARGER = 1.15;
const LOWEST_HEADING = 4;
const LONGEST_HEADING = 200;
const USUAL_LEADING = 1.2;
const WIDEST_LEADING = 3;

/** What the sizes of the letters say about a whole document. */
export interface TypeSizes {
  readonly body: number;
  /** From one base line to the next within a paragraph, in sizes of the letters. */
  readonly leading: number;
  /** Those of headings, the largest first. */
  readonly headings: readonly number[];
}

export function typeSizesOf(pages: readonly (readonly PdfLine[])[]): TypeSizes {
  const letters = new Map<number, number>();
  const leadings = new Map<number, number>();
  for (const page of pages) {
    for (const [i, line] of page.entries()) {
      const size = roundedSize(line);
      letters.set(size, (letters.get(size) ?? 0) + line.text.length);
      const leading = leadingBetween(page[i - 1], line);
      if (leading !== null) leadings.set(leading, (leadings.get(leading) ?? 0) + 1);
    }
  }
  const body = mostFrequent(letters) ?? 0;
  const headings = [...letters.keys()].filter((size) => size >= LARGER * body).sort((a, b) => b - a);
  return { body, headings, leading: mostFrequent(leadings) ?? USUAL_LEADING };
}

/** 1 to 4, or 0 for what is no heading. */
export function headingLevelOf({ headings }: TypeSizes, line: PdfLine): number {
  if (line.text.length > LONGEST_HEADING || !/\p{L}/u.test(line.text)) return 0;
  return Math.min(headings.indexOf(roundedSize(line)) + 1, LOWEST_HEADING);
}

function roundedSize({ size }: PdfLine): number {
  return Math.round(size * 2) / 2;
}

function leadingBetween(before: PdfLine | undefined, line: PdfLine): number | null {
  if (!before || roundedSize(before) !== roundedSize(line) || line.size === 0) return null;
  const leading = Math.round(((before.y - line.y) / line.size) * 10) / 10;
  return leading > 0 && leading <= WIDEST_LEADING ? leading : null;
}

function mostFrequent(counts: ReadonlyMap<number, number>): number | undefined {
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}
