import { type SectionSpan } from './chunk';
import { commonPath } from './heading-path';
import { type MeasuredText } from './measured-text';
import { splitUnit } from './split-unit';
import { type Unit } from './units';

export interface PackingLimits {
  maxTokens: number;
  /** Below this a piece is too small to be found or understood by itself, and takes in what follows. */
  minTokens: number;
  /** Whether a piece that is large enough ends at every unit, or only where a section does. */
  endsAt: 'sections' | 'units';
}

export function* packUnits(
  text: MeasuredText,
  units: Iterable<Unit>,
  limits: PackingLimits,
): Generator<SectionSpan> {
  let open: (SectionSpan & { tokens: number }) | null = null;
  for (const unit of units) {
    if (open && !isComplete(open.tokens, unit, limits)) {
      const tokens = text.tokensIn({ start: open.start, end: unit.end });
      if (tokens <= limits.maxTokens) {
        const headingPath = commonPath(open.headingPath, unit.headingPath);
        open = { start: open.start, end: unit.end, headingPath, tokens };
        continue;
      }
    }
    if (open) yield open;
    const { start, end, headingPath } = unit;
    const tokens = text.tokensIn(unit);
    open = tokens <= limits.maxTokens ? { start, end, headingPath, tokens } : null;
    if (!open) yield* splitUnit(text, unit, limits.maxTokens);
  }
  if (open) yield open;
}

function isComplete(tokens: number, next: Unit, { minTokens, endsAt }: PackingLimits): boolean {
  return tokens >= minTokens && (endsAt === 'units' || next.startsSection);
}
