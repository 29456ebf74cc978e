import { type Block, type BlockKind, blocksOf, type Heading } from './blocks';
import { type SectionSpan } from './chunk';
import { HeadingPath } from './heading-path';

/** What should stay together: a block with the headings right above it, a list with the line that announces it. */
export interface Unit extends SectionSpan {
  startsSection: boolean;
  kind: BlockKind;
  /** Where the block itself begins, behind its headings and the line that announces it. */
  bodyStart: number;
}

type Content = Exclude<Block, Heading>;

export function* unitsOf(content: string, title: string): Generator<Unit> {
  const reader = new UnitReader(content, title);
  for (const block of blocksOf(content)) {
    yield* block.kind === 'heading' ? reader.readHeading(block) : reader.readContent(block);
  }
  yield* reader.flush();
}

class UnitReader {
  private readonly path: HeadingPath;
  private waiting: Unit | null = null;
  private lastLevel = 0;

  constructor(
    private readonly content: string,
    title: string,
  ) {
    this.path = new HeadingPath(title);
  }

  *readHeading(heading: Heading): Generator<Unit> {
    // A heading goes with the deeper one below it; one of the same level ends a section without content.
    if (heading.level <= this.lastLevel) yield* this.flush();
    else if (this.waiting && this.lastLevel === 0) yield* this.flush();
    this.path.enter(heading);
    const { start } = this.waiting ?? heading;
    this.waiting = this.unit(start, { kind: 'paragraph', start: heading.end, end: heading.end }, true);
    this.lastLevel = heading.level;
  }

  *readContent(block: Content): Generator<Unit> {
    const isAnnounced = this.lastLevel > 0 || block.kind !== 'paragraph';
    const announced = this.waiting && isAnnounced ? this.waiting : null;
    if (!announced) yield* this.flush();
    const { start, startsSection } = announced ?? { start: block.start, startsSection: false };
    const unit = this.unit(start, block, startsSection);
    this.waiting = null;
    this.lastLevel = 0;
    if (block.kind === 'paragraph' && this.content.charAt(block.end - 1) === ':') this.waiting = unit;
    else yield unit;
  }

  *flush(): Generator<Unit> {
    if (this.waiting) yield this.waiting;
    this.waiting = null;
    this.lastLevel = 0;
  }

  private unit(start: number, { kind, start: bodyStart, end }: Content, startsSection: boolean): Unit {
    return { start, end, headingPath: this.path.titles(), startsSection, kind, bodyStart };
  }
}
