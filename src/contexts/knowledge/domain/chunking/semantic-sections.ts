import { characterBorderBefore } from './character-border';
import { type SectionSpan, type Span } from './chunk';
import { commonPath } from './heading-path';
import { type MeasuredText } from './measured-text';
import { joinedStatements, statementsOf } from './statements';
import { TopicBorders, WINDOW } from './topic-borders';
import { TopicRuns } from './topic-runs';

/** The vectors of texts, of length one and in their order. */
export type Embed = (texts: readonly string[]) => Promise<Float32Array[]>;

const MOST_STATEMENTS = 2_000;
const WINDOWS_AT_ONCE = 100;
/** The topic shows early; and no window may be longer than a model reads. */
const LONGEST_EXCERPT = 600;

interface SectionLimits {
  maxTokens: number;
  minTokens: number;
}

/** Sections that end where the text turns to something else. Lists, tables and code stay whole where they can. */
export async function semanticSections(
  text: MeasuredText,
  title: string,
  { maxTokens, minTokens }: SectionLimits,
  embed: Embed,
): Promise<SectionSpan[]> {
  const statements = joinedStatements(text, statementsOf(text, title, maxTokens), {
    most: MOST_STATEMENTS,
    limit: maxTokens,
  });
  const borders = new TopicBorders(await embeddedWindows(text.content, statements, embed));
  const tokensOf = (from: number, to: number): number => text.tokensIn(spanOf(statements, from, to));
  const runs = new TopicRuns(borders, tokensOf, { maxTokens, minTokens });
  return runs.over(statements.length).map(({ from, to }) => ({
    ...spanOf(statements, from, to),
    headingPath: statements
      .slice(from, to)
      .map(({ headingPath }) => headingPath)
      .reduce(commonPath),
  }));
}

function spanOf(statements: readonly Span[], from: number, to: number): Span {
  return { start: statements[from]!.start, end: statements[to - 1]!.end };
}

async function embeddedWindows(
  content: string,
  statements: readonly Span[],
  embed: Embed,
): Promise<Float32Array[]> {
  // Where there is no place between two statements, there is nothing to ask.
  if (statements.length < 2) return [];
  const excerpts = statements.map((statement) => excerptOf(content, statement));
  const windows = Array.from({ length: statements.length + WINDOW - 1 }, (_, last) =>
    excerpts.slice(Math.max(0, last - WINDOW + 1), last + 1).join(' '),
  );
  const vectors: Float32Array[] = [];
  for (let start = 0; start < windows.length; start += WINDOWS_AT_ONCE) {
    vectors.push(...(await embed(windows.slice(start, start + WINDOWS_AT_ONCE))));
  }
  return vectors;
}

function excerptOf(content: string, { start, end }: Span): string {
  const most = start + LONGEST_EXCERPT;
  return content.slice(start, end <= most ? end : characterBorderBefore(content, start, most)).trim();
}
