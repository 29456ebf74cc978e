import { isWhiteSpace } from '../../../../kernel/text/white-space';
import { blocksOf } from './blocks';
import { characterBorderBefore } from './character-border';
import { type ChunkingOptions, type SectionSpan, type Span } from './chunk';
import { fittingEnd } from './fitting-end';
import { HeadingPath } from './heading-path';
import { longestWithin } from './longest-within';
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
    rest = { start: overlapStart(text, window, overlapTokens) ?? covered, end: rest.end };
  }
}

/** Where the last `tokens` of a window begin: at the first word of which all fits, or in a text without words anywhere. */
function overlapStart(text: MeasuredText, { start, end }: Span, tokens: number): number | null {
  if (tokens === 0) return null;
  const length = longestWithin({
    limit: tokens,
    most: end - start,
    firstGuess: end - text.offsetAfter(end, -tokens),
    tokensOf: (length) => text.tokensIn({ start: end - length, end }),
  });
  const earliest = end - length;
  for (let at = earliest; at < end; at++) {
    if (at > start && isWordStart(text.content, at)) return at;
  }
  return earliest > start ? characterBorderBefore(text.content, start, earliest) : null;
}

function isWordStart(content: string, at: number): boolean {
  return isWhiteSpace(content.charCodeAt(at - 1)) && !isWhiteSpace(content.charCodeAt(at));
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
