const MOST_CHARACTERS = 20_000;

/** In this order: what has a telling shape goes before what is merely a run of digits. No pattern backtracks. */
const MASKS: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, '$1 [redacted]'],
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/g, '[token]'],
  [/\b(?:sk|pk|rk|prk|prt|pls|whsec|xox[a-z])[-_][A-Za-z0-9_-]{16,}/g, '[key]'],
  [/[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}/g, '[email]'],
  [/(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w-])/g, '[card]'],
  [/(?<![\w.:-])\+\d(?:[ ().-]{0,2}\d){6,14}(?![\w-])/g, '[phone]'],
  [/(?<![\w.:-])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?![\w-])/g, '[phone]'],
];
/** Control characters that JSON lets through and that a terminal obeys or takes for the end of a line. */
const UNRULY = /[\u007f-\u009f\u2028\u2029]/g;

/** Takes out of free text what is about people or opens doors. */
export function maskText(text: string): string {
  const bounded = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
  return MASKS.reduce((masked, [pattern, word]) => masked.replace(pattern, word), bounded).replace(
    UNRULY,
    '?',
  );
}
