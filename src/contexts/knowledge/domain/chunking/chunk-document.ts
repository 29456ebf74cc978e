import { type Tokenizer } from '../tokenizer';
import { type Chunk, type ChunkingInput, type ChunkingOptions, type SectionSpan } from './chunk';
import { fixedWindows } from './fixed-windows';
import { pathText } from './heading-path';
import { MeasuredText } from './measured-text';
import { packUnits } from './pack-units';
import { splitAnywhere } from './split-span';
import { unitsOf } from './units';

const SMALLEST_SECTION_TOKENS = 60;

/** Cuts a document into chunks that keep the limit, cover all of its text and can be cited by their offsets. */
export function chunkDocument({ title, content, options }: ChunkingInput, tokenizer: Tokenizer): Chunk[] {
  const text = new MeasuredText(content, tokenizer);
  const chunks: Chunk[] = [];
  for (const span of spansOf(text, title, options)) appendChunks(chunks, text, span, options.maxTokens);
  return chunks;
}

/** What to embed for a chunk: its place in the document says what its words are about. */
export function textWithContext(title: string, { heading, text }: Pick<Chunk, 'heading' | 'text'>): string {
  return [title, heading, text].filter((part) => part).join('\n');
}

function spansOf(text: MeasuredText, title: string, options: ChunkingOptions): Iterable<SectionSpan> {
  if (options.strategy === 'fixed') return fixedWindows(text, title, options);
  return packUnits(text, unitsOf(text.content, title), {
    maxTokens: options.maxTokens,
    minTokens: Math.min(SMALLEST_SECTION_TOKENS, Math.floor(options.maxTokens / 2)),
    endsAt: options.strategy === 'paragraph' ? 'units' : 'sections',
  });
}

function appendChunks(chunks: Chunk[], text: MeasuredText, section: SectionSpan, limit: number): void {
  const span = text.trimmed(section);
  if (span.start === span.end) return;
  const tokens = text.tokensIn(span);
  // Packing adds up the counts of the parts; the count of the whole can differ by a little.
  const pieces = tokens <= limit ? [span] : splitAnywhere(text, span, limit);
  for (const piece of pieces) {
    chunks.push({
      ordinal: chunks.length,
      heading: pathText(section.headingPath),
      text: text.content.slice(piece.start, piece.end),
      startOffset: piece.start,
      endOffset: piece.end,
      tokens: piece === span ? tokens : text.tokensIn(piece),
    });
  }
}
