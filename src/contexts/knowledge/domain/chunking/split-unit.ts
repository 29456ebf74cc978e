import { type SectionSpan } from './chunk';
import { type MeasuredText } from './measured-text';
import { splitSpan } from './split-span';
import { tableHeader } from './table-header';
import { type Unit } from './units';

/** The parts of a unit that is over the limit. Those of a table know its columns, which only the first part shows. */
export function* splitUnit(text: MeasuredText, unit: Unit, limit: number): Generator<SectionSpan> {
  const header = unit.kind === 'table' ? tableHeader(text.content, unit) : null;
  for (const span of splitSpan(text, unit, unit.kind === 'paragraph' ? 'sentences' : 'lines', limit)) {
    const lacksHeader = header && span.start >= header.end;
    yield { ...span, headingPath: lacksHeader ? [...unit.headingPath, header.columns] : unit.headingPath };
  }
}
