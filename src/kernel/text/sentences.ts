import { isWhiteSpace, skipWhiteSpace } from './white-space';

export interface TextSpan {
  start: number;
  end: number;
}

const ABBREVIATIONS: ReadonlySet<string> = new Set(
  `abs al approx art av bd bzw ca cf co dept dr ed eg engl etc exp ext fig figs ggf ie inc incl inkl jr lit ltd max mio
  min mme mr mrs ms nr num op pag par pp prof rev rif sec sog sr sra srta st str tel usw vgl vol vs zb zzgl`.split(
    /\s+/,
  ),
);
const LONGEST_ABBREVIATION = 7;
const WESTERN_ENDS = '.!?\u2026';
const EASTERN_ENDS = '\u3002\uff01\uff1f';
const QUESTION_MARK = 0x3f;
const ELLIPSIS = 0x2026;
const CLOSERS = '"\')]}\u201d\u2019\u00bb\u300d\u300f*_';

/** The sentences between two positions: contiguous, in order, each with the white space that follows it. */
export function* sentencesOf(text: string, start = 0, end = text.length): Generator<TextSpan> {
  let from = start;
  let at = start;
  while (at < end) {
    const markEnd = endOfMark(text, at, end);
    if (markEnd > at && endsSentence(text, at, markEnd, end)) {
      const next = skipWhiteSpace(text, markEnd, end);
      yield { start: from, end: next };
      from = next;
      at = next;
    } else {
      // Over the whole mark at once: dots without end would be read again from each of them.
      at = Math.max(markEnd, at + 1);
    }
  }
  if (from < end) yield { start: from, end };
}

/** The end of what may close a sentence at `at`: end marks with closing quotes, or blank lines. Else `at`. */
function endOfMark(text: string, at: number, end: number): number {
  const code = text.charCodeAt(at);
  // Nearly every character is between these: letters, which need no closer look.
  if (code > QUESTION_MARK && code < ELLIPSIS) return at;
  const char = text.charAt(at);
  if (char === '\n') return skipWhiteSpace(text, at, end);
  if (!WESTERN_ENDS.includes(char) && !EASTERN_ENDS.includes(char)) return at;
  let next = at + 1;
  while (next < end && isEndOrCloser(text.charAt(next))) next++;
  return next;
}

function endsSentence(text: string, at: number, markEnd: number, end: number): boolean {
  const char = text.charAt(at);
  if (char === '\n') return text.slice(at + 1, markEnd).includes('\n');
  if (markEnd === end || EASTERN_ENDS.includes(char)) return true;
  if (!isWhiteSpace(text.charCodeAt(markEnd))) return false;
  return !(char === '.' && markEnd === at + 1 && isAbbreviation(text, at));
}

function isEndOrCloser(char: string): boolean {
  return CLOSERS.includes(char) || WESTERN_ENDS.includes(char) || EASTERN_ENDS.includes(char);
}

function isAbbreviation(text: string, dot: number): boolean {
  let from = dot;
  while (from > 0 && dot - from <= LONGEST_ABBREVIATION && !isWhiteSpace(text.charCodeAt(from - 1))) from--;
  const token = text
    .slice(from, dot)
    .replace(/[(."']/g, '')
    .toLowerCase();
  if (token === '') return false;
  return /^(?:\p{L}|\d{1,2})$/u.test(token) || ABBREVIATIONS.has(token);
}
