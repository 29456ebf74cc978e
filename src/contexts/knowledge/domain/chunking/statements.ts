import { sentencesOf } from '../../../../kernel/text/sentences';
import { type SectionSpan } from './chunk';
import { commonPath } from './heading-path';
import { type MeasuredText } from './measured-text';
import { splitUnit } from './split-unit';
import { type Unit, unitsOf } from './units';

/** What a text says piece by piece: its sentences, and each list, table and piece of code as one. */
export function* statementsOf(text: MeasuredText, title: string, limit: number): Generator<SectionSpan> {
  for (const unit of unitsOf(text.content, title)) {
    for (const statement of unit.kind === 'paragraph' ? sentencesIn(text, unit) : [unit]) {
      if (text.tokensIn(statement) <= limit) yield statement;
      else yield* splitUnit(text, statement, limit);
    }
  }
}

/** Neighbours joined until each has some tokens, so that a long text does not have more than a model can be asked about. */
export function joinedStatements(
  text: MeasuredText,
  statements: Iterable<SectionSpan>,
  { most, limit }: { most: number; limit: number },
): SectionSpan[] {
  const few = text.tokensIn({ start: 0, end: text.content.length }) / most;
  const joined: SectionSpan[] = [];
  for (const statement of statements) {
    const open = joined.at(-1);
    const both = open && { start: open.start, end: statement.end };
    if (open && both && text.tokensIn(open) < few && text.tokensIn(both) <= limit) {
      joined[joined.length - 1] = {
        ...both,
        headingPath: commonPath(open.headingPath, statement.headingPath),
      };
    } else {
      joined.push(statement);
    }
  }
  return joined;
}

/** A heading goes with the first sentence below it. */
function* sentencesIn({ content }: MeasuredText, unit: Unit): Generator<Unit> {
  let start = unit.start;
  for (const sentence of sentencesOf(content, unit.bodyStart, unit.end)) {
    yield { ...unit, start, end: sentence.end };
    start = sentence.end;
  }
  if (start < unit.end) yield { ...unit, start };
}
