import { type Chunk, type Span } from './chunk';

/** The pages that a span is on, counted from 1. */
export function pagesOf(
  { start, end }: Span,
  pageStarts: readonly number[] | null,
): Pick<Chunk, 'pageFrom' | 'pageTo'> {
  if (!pageStarts || pageStarts.length === 0) return { pageFrom: null, pageTo: null };
  return { pageFrom: pageAt(start, pageStarts), pageTo: pageAt(end - 1, pageStarts) };
}

/** What stands before the first page belongs to it. Of pages that begin at one place, all but the last are empty. */
function pageAt(offset: number, pageStarts: readonly number[]): number {
  let low = 0;
  let high = pageStarts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pageStarts[middle]! <= offset) low = middle + 1;
    else high = middle;
  }
  return Math.max(1, low);
}
