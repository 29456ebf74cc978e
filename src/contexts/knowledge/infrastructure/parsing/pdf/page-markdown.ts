import { type PdfLine } from './pdf-line';
import { headingLevelOf, type TypeSizes } from './type-sizes';

const PARAGRAPH_GAP = 1.3;
const SHORT_LINE = 0.7;
const BULLET = /^(?:[\u2022\u2023\u25aa\u25cf\u25e6\u2043\u00b7\uf0b7]|[-\u2013*](?=\s))\s*/;
const NUMBERED = /^(?:\d{1,3}|[a-z])[.)]\s/;
const ENDS_SENTENCE = /[.!?:\u3002][)"'\u201d\u2019\u00bb]?$/;
const HYPHEN = /\p{Ll}[-\u00ad\u2010]$/u;
const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u;

interface Block {
  readonly level: number;
  readonly isItem: boolean;
  text: string;
}

/** The lines of a page as headings, list items and paragraphs. */
export function pageMarkdown(lines: readonly PdfLine[], sizes: TypeSizes): string {
  const blocks: Block[] = [];
  const width = Math.max(0, ...lines.map(({ x, right }) => right - x));
  for (const [i, line] of lines.entries()) {
    const block = blocks.at(-1);
    const before = lines[i - 1];
    if (block && before && continues(before, line, { sizes, width }))
      block.text = joinLines(block.text, line.text);
    else blocks.push(blockFrom(line, sizes));
  }
  return blocks.map((block, i) => separator(blocks[i - 1], block) + marked(block)).join('');
}

interface Setting {
  readonly sizes: TypeSizes;
  readonly width: number;
}

function continues(before: PdfLine, line: PdfLine, { sizes, width }: Setting): boolean {
  if (headingLevelOf(sizes, before) !== headingLevelOf(sizes, line) || isItem(line)) return false;
  const gap = before.y - line.y;
  // Up is the next column, where a sentence may go on.
  if (gap < 0) return !ENDS_SENTENCE.test(before.text);
  if (gap > PARAGRAPH_GAP * sizes.leading * Math.max(before.size, line.size)) return false;
  return !(ENDS_SENTENCE.test(before.text) && before.right - before.x < SHORT_LINE * width);
}

function isItem({ text }: PdfLine): boolean {
  return BULLET.test(text) || NUMBERED.test(text);
}

function blockFrom(line: PdfLine, sizes: TypeSizes): Block {
  const level = headingLevelOf(sizes, line);
  return level > 0
    ? { level, isItem: false, text: line.text }
    : { level, isItem: isItem(line), text: line.text.replace(BULLET, '- ') };
}

/** Hyphens at the end of a line part a word, unless what follows is written large. */
function joinLines(text: string, next: string): string {
  if (HYPHEN.test(text) && /^\p{Ll}/u.test(next)) return text.slice(0, -1) + next;
  const isEastAsian = EAST_ASIAN.test(text.slice(-1)) && EAST_ASIAN.test(next.charAt(0));
  return isEastAsian ? text + next : `${text} ${next}`;
}

function separator(before: Block | undefined, block: Block): string {
  if (!before) return '';
  return before.isItem && block.isItem ? '\n' : '\n\n';
}

function marked({ level, text }: Block): string {
  return level > 0 ? `${'#'.repeat(level)} ${text}` : text;
}
