import { type Span } from './chunk';
import { type Line, linesOf } from './lines';
import {
  closesFence,
  type Fence,
  headingLevel,
  headingTitle,
  isBlank,
  isListItem,
  isTableRow,
  openingFence,
  underlineLevel,
} from './markdown-lines';

export type BlockKind = 'paragraph' | 'list' | 'table' | 'code';
export type Block = (Span & { kind: BlockKind }) | Heading;

export interface Heading extends Span {
  kind: 'heading';
  level: number;
  title: string;
}

/** Plain text and Markdown as headings and blocks, in order. Between them there is only white space. */
export function* blocksOf(content: string): Generator<Block> {
  const reader = new BlockReader(content);
  for (const line of linesOf(content, 0, content.length)) yield* reader.read(line);
  yield* reader.finish();
}

class BlockReader {
  private open: (Span & { kind: BlockKind; lines: number; firstLine: Line; interrupted: boolean }) | null =
    null;
  private fence: Fence | null = null;

  constructor(private readonly content: string) {}

  *read(line: Line): Generator<Block> {
    if (this.fence) yield* this.readCode(line, this.fence);
    else if (isBlank(line)) yield* this.readBlank();
    else yield* this.readInk(line);
  }

  *finish(): Generator<Block> {
    if (this.open) yield { kind: this.open.kind, start: this.open.start, end: this.open.end };
    this.open = null;
  }

  private *readCode(line: Line, fence: Fence): Generator<Block> {
    this.extend(line);
    if (!closesFence(this.content, line, fence)) return;
    this.fence = null;
    yield* this.finish();
  }

  private *readBlank(): Generator<Block> {
    // A list goes on after a blank line if the next line is an item or indented.
    if (this.open?.kind === 'list') this.open.interrupted = true;
    else yield* this.finish();
  }

  private *readInk(line: Line): Generator<Block> {
    this.fence = openingFence(this.content, line);
    const level = headingLevel(this.content, line);
    if (this.fence) {
      yield* this.start('code', line);
    } else if (level > 0) {
      yield* this.finish();
      yield this.headingOf(line, line.end, level);
    } else {
      yield* this.readText(line);
    }
  }

  private *readText(line: Line): Generator<Block> {
    const { open } = this;
    const underline = this.underlineOfOpenLine(line);
    if (open && underline > 0) {
      this.open = null;
      yield this.headingOf(open.firstLine, line.end, underline);
      return;
    }
    const kind = this.kindOf(line);
    const belongsToList = open?.kind === 'list' && (line.ink > line.start || !open.interrupted);
    if (open && (open.kind === kind || (kind === 'paragraph' && belongsToList))) this.extend(line);
    else yield* this.start(kind, line);
  }

  private underlineOfOpenLine(line: Line): number {
    if (this.open?.kind !== 'paragraph' || this.open.lines > 1) return 0;
    // Two rules in a row are front matter or decoration, not a heading named "---".
    return underlineLevel(this.content, this.open.firstLine) > 0 ? 0 : underlineLevel(this.content, line);
  }

  private kindOf(line: Line): BlockKind {
    if (isTableRow(this.content, line)) return 'table';
    return isListItem(this.content, line) ? 'list' : 'paragraph';
  }

  private headingOf(line: Line, end: number, level: number): Heading {
    return { kind: 'heading', start: line.start, end, level, title: headingTitle(this.content, line) };
  }

  private *start(kind: BlockKind, line: Line): Generator<Block> {
    yield* this.finish();
    this.open = { kind, start: line.start, end: line.end, lines: 1, firstLine: line, interrupted: false };
  }

  private extend(line: Line): void {
    if (!this.open) return;
    this.open.end = line.end;
    this.open.lines++;
    this.open.interrupted = false;
  }
}
