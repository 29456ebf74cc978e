const CITATIONS = /\s?\[\d{1,3}\]/g;
const EDGES = /^[\s.!?]+|[\s.!?]+$/g;

/** Without what two equal answers may differ in: case, spacing, citation marks, a full stop. */
export function comparableText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(CITATIONS, '')
    .replace(/\s+/g, ' ')
    .replace(EDGES, '')
    .toLocaleLowerCase('en');
}
