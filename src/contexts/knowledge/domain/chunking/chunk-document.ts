import { type Tokenizer } from '../tokenizer';
import { type Chunk, type ChunkingInput, type SectionSpan } from './chunk';
import { fixedWindows } from './fixed-windows';
import { pathText } from './heading-path';
import { MeasuredText } from './measured-text';
import { packUnits } from './pack-units';
import { pagesOf } from './pages';
import { type Embed, semanticSections } from './semantic-sections';
import { splitAnywhere } from './split-span';
import { unitsOf } from './units';

const SMALLEST_SECTION_TOKENS = 60;

/** Cuts a document into chunks that keep the limit, cover all of its text and can be cited by their offsets. */
export async function chunkDocument(
  input: ChunkingInput,
  tokenizer: Tokenizer,
  embed: Embed,
): Promise<Chunk[]> {
  const text = new MeasuredText(input.content, tokenizer);
  const chunks: Chunk[] = [];
  for (const section of await sectionsOf(text, input, embed)) appendChunks(chunks, text, section, input);
  return chunks;
}

/** What to embed for a chunk: its place in the document says what its words are about. */
export function textWithContext(title: string, { heading, text }: Pick<Chunk, 'heading' | 'text'>): string {
  return [title, heading, text].filter((part) => part).join('\n');
}

/** Only the semantic strategy has to wait for anything. */
function sectionsOf(
  text: MeasuredText,
  { title, options }: ChunkingInput,
  embed: Embed,
): Iterable<SectionSpan> | Promise<SectionSpan[]> {
  const { strategy, maxTokens } = options;
  const minTokens = Math.min(SMALLEST_SECTION_TOKENS, Math.floor(maxTokens / 2));
  switch (strategy) {
    case 'fixed':
      return fixedWindows(text, title, options);
    case 'semantic':
      return semanticSections(text, title, { maxTokens, minTokens }, embed);
    case 'structure':
      return packUnits(text, unitsOf(text.content, title), { maxTokens, minTokens, endsAt: 'sections' });
    case 'paragraph':
      return packUnits(text, unitsOf(text.content, title), { maxTokens, minTokens, endsAt: 'units' });
  }
}

function appendChunks(
  chunks: Chunk[],
  text: MeasuredText,
  section: SectionSpan,
  { options: { maxTokens }, pageStarts }: ChunkingInput,
): void {
  const span = text.trimmed(section);
  if (span.start === span.end) return;
  // Without the white space around it, a section can have a token more than it was packed with.
  const pieces = text.tokensIn(span) <= maxTokens ? [span] : splitAnywhere(text, span, maxTokens);
  for (const piece of pieces) {
    chunks.push({
      ordinal: chunks.length,
      heading: pathText(section.headingPath),
      text: text.content.slice(piece.start, piece.end),
      startOffset: piece.start,
      endOffset: piece.end,
      tokens: text.tokensIn(piece),
      ...pagesOf(piece, pageStarts),
    });
  }
}
