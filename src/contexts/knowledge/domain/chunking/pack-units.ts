import { type SectionSpan } from './chunk';
import { commonPath } from './heading-path';
import { type MeasuredText } from './measured-text';
import { splitSpan } from './split-span';
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
    const tokens = text.tokensUpTo(limits.maxTokens, unit);
    if (open && open.tokens + tokens + 1 <= limits.maxTokens && !isComplete(open.tokens, unit, limits)) {
      open.end = unit.end;
      open.tokens += tokens + 1;
      open.headingPath = commonPath(open.headingPath, unit.headingPath);
      continue;
    }
    if (open) yield open;
    const { start, end, headingPath } = unit;
    open = tokens <= limits.maxTokens ? { start, end, headingPath, tokens } : null;
    if (open) continue;
    for (const piece of splitSpan(text, unit, unit.splitAt, limits.maxTokens))
      yield { ...piece, headingPath };
  }
  if (open) yield open;
}

function isComplete(tokens: number, next: Unit, { minTokens, endsAt }: PackingLimits): boolean {
  return tokens >= minTokens && (endsAt === 'units' || next.startsSection);
}
