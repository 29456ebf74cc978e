import { type Heading } from './blocks';

const SEPARATOR = ' > ';
const LONGEST_PATH = 300;
const HALF_CHARACTER_AT_END = /[\ud800-\udbff]$/;

/** The headings that stand above the place that the reading has reached. */
export class HeadingPath {
  private above: { level: number; title: string }[] = [];

  constructor(private readonly documentTitle: string) {}

  enter({ level, title }: Heading): void {
    this.above = this.above.filter((heading) => heading.level < level);
    this.above.push({ level, title });
  }

  /** Without the title of the document, which is stated apart from its headings. */
  titles(): readonly string[] {
    const titles = this.above.map(({ title }) => title).filter((title) => title !== '');
    return titles[0] === this.documentTitle ? titles.slice(1) : titles;
  }
}

/** What two places have in common; or, if that is nothing, the path of the first that has one. */
export function commonPath(first: readonly string[], second: readonly string[]): readonly string[] {
  let shared = 0;
  while (shared < first.length && first[shared] === second[shared]) shared++;
  if (shared > 0) return first.slice(0, shared);
  return first.length > 0 ? first : second;
}

export function pathText(titles: readonly string[]): string | null {
  if (titles.length === 0) return null;
  return titles.join(SEPARATOR).slice(0, LONGEST_PATH).replace(HALF_CHARACTER_AT_END, '');
}
