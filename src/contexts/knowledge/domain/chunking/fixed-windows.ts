import { isWhiteSpace } from '../../../../kernel/text/white-space';
import { blocksOf } from './blocks';
import { type ChunkingOptions, type SectionSpan, type Span } from './chunk';
import { characterBorderBefore, fittingEnd } from './fitting-end';
import { HeadingPath } from './heading-path';
import { type MeasuredText } from './measured-text';

/** Windows of one size over the text, whatever its structure; each begins with the end of the one before. */
export function* fixedWindows(
  text: MeasuredText,
  title: string,
  { maxTokens, overlapTokens }: ChunkingOptions,
): Generator<SectionSpan> {
  const headingPathAt = headingPathReader(text.content, title);
  let rest = text.trimmed({ start: 0, end: text.content.length });
  let covered = rest.start;
  while (covered < rest.end) {
    let end = fittingEnd(text, rest, maxTokens);
    if (end <= covered) {
      // The overlap alone fills the window: begin without it.
      rest = text.trimmed({ start: covered, end: rest.end });
      end = fittingEnd(text, rest, maxTokens);
    }
    const window = text.trimmed({ start: rest.start, end });
    yield { ...window, headingPath: headingPathAt(window.start) };
    covered = text.trimmed({ start: end, end: rest.end }).start;
    rest = { start: overlapStart(text.content, window, overlapTokens / maxTokens) ?? covered, end: rest.end };
  }
}

/** Where the last `share` of a full window begins, moved to the next word. */
function overlapStart(content: string, { start, end }: Span, share: number): number | undefined {
  if (share === 0) return undefined;
  const earliest = end - Math.floor((end - start) * share);
  for (let at = earliest; at < end; at++) {
    if (at > start && isWhiteSpace(content.charCodeAt(at - 1)) && !isWhiteSpace(content.charCodeAt(at)))
      return at;
  }
  return earliest > start ? characterBorderBefore(content, start, earliest) : undefined;
}

/** Answers for growing offsets only. */
function headingPathReader(content: string, title: string): (offset: number) => readonly string[] {
  const path = new HeadingPath(title);
  const blocks = blocksOf(content);
  let next = blocks.next();
  return (offset) => {
    for (; !next.done && next.value.start <= offset; next = blocks.next()) {
      if (next.value.kind === 'heading') path.enter(next.value);
    }
    return path.titles();
  };
}
