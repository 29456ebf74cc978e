const CARRIAGE_RETURNS = /\r\n?/g;
const LONE_SURROGATES = /\p{Surrogate}/gu;

/** What PostgreSQL and JSON can hold: no NUL, no half of a character; lines end in `\n`. */
export function cleanText(text: string): string {
  return text.replaceAll('\0', '').replace(CARRIAGE_RETURNS, '\n').replace(LONE_SURROGATES, '\ufffd');
}
