import { sentencesOf } from '../../../../kernel/text/sentences';
import { type Span } from './chunk';
import { fittingEnd } from './fitting-end';
import { linesOf } from './lines';
import { type MeasuredText } from './measured-text';

type Splitter = (content: string, start: number, end: number) => Iterable<Span>;

const SPLITTERS: Record<'lines' | 'sentences', readonly Splitter[]> = {
  lines: [linesOf, sentencesOf],
  sentences: [sentencesOf, linesOf],
};

/** Splits a span that is over the limit at its natural borders, packing as many parts together as fit. */
export function splitSpan(
  text: MeasuredText,
  span: Span,
  splitAt: 'lines' | 'sentences',
  limit: number,
): Generator<Span> {
  return splitWith(text, span, SPLITTERS[splitAt], limit);
}

function* splitWith(
  text: MeasuredText,
  span: Span,
  [splitter, ...finer]: readonly Splitter[],
  limit: number,
): Generator<Span> {
  if (!splitter) {
    yield* splitAnywhere(text, span, limit);
    return;
  }
  let open: Span | null = null;
  for (const rawPart of splitter(text.content, span.start, span.end)) {
    const part = text.trimmed(rawPart);
    if (part.start === part.end) continue;
    if (open && text.tokensIn({ start: open.start, end: part.end }) <= limit) {
      open.end = part.end;
      continue;
    }
    if (open) yield open;
    open = text.tokensIn(part) <= limit ? part : null;
    if (!open) yield* splitWith(text, part, finer, limit);
  }
  if (open) yield open;
}

/** Between words, or through them where there is no other way. */
export function* splitAnywhere(text: MeasuredText, span: Span, limit: number): Generator<Span> {
  let rest = text.trimmed(span);
  while (rest.start < rest.end) {
    const end = fittingEnd(text, rest, limit);
    yield text.trimmed({ start: rest.start, end });
    rest = text.trimmed({ start: end, end: rest.end });
  }
}
