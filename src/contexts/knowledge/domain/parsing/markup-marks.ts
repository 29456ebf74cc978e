const LEADING = /^(?:\s|<!--[^]*?-->|<\?[^]*?\?>)+/;
const PAGE = /^<(?:!doctype\s+html\b|(?:html|head|body|meta|title|link|base)[\s/>])/i;
const ROOT = /^<(?:!doctype\s+)?([a-z][\w:-]*)/i;
const FRAGMENT_TAGS = new Set(
  `a article aside b blockquote br center code dd details div dl dt em figure font footer form h1 h2 h3 h4 h5 h6 header
  hr i iframe img li main nav ol p pre script section small span strong style table tbody td th thead tr u ul`.split(
    /\s+/,
  ),
);

/** [what it is a sign of, how much it says]. Each counts as often as it is found, up to three times. */
const MARKDOWN_MARKS: readonly (readonly [mark: RegExp, points: number])[] = [
  [/(?:^|\n) {0,3}#{1,6} +\S[^\n]*(?=\n\s*\n|\n?$)/g, 2],
  [/(?:^|\n) {0,3}(?:```|~~~)/g, 2],
  [/(?:^|\n)\|? *:?-{3,}:? *\|[-:| ]*(?=\n|$)/g, 4],
  [/(?:^|\n)\S[^\n]*\n(?:={3,}|-{3,}) *(?=\n|$)/g, 2],
  [/\[[^[\]\n]{1,200}\]\([^()\s]{1,500}\)/g, 2],
  [/(?:^|\s)\*\*\S[^*\n]{0,200}\*\*/g, 1],
  [/(?:^|\n) {0,3}[-*+] +\S/g, 1],
  [/(?:^|\n) {0,3}> ?\S/g, 1],
  [/^---\n[a-z_]+:[^\n]*\n/i, 4],
];
const MOST_TIMES = 3;

export const CLEARLY_MARKDOWN = 4;
export const PERHAPS_MARKDOWN = 1;

/** The first element of markup, in lower case; null where the text does not begin with one. */
export function rootElement(sample: string): string | null {
  return ROOT.exec(sample.replace(LEADING, ''))?.[1]?.toLowerCase() ?? null;
}

export function isHtmlPage(sample: string): boolean {
  return PAGE.test(sample.replace(LEADING, ''));
}

/** A piece of a page: begins with an element of HTML, and elements end. Markdown may begin so too, and go on otherwise. */
export function isHtmlFragment(sample: string): boolean {
  const root = rootElement(sample);
  if (!root || !FRAGMENT_TAGS.has(root) || markdownPoints(sample) >= CLEARLY_MARKDOWN) return false;
  return /<\/[a-z]/i.test(sample);
}

export function markdownPoints(sample: string): number {
  return MARKDOWN_MARKS.reduce(
    (sum, [mark, points]) => sum + points * Math.min(MOST_TIMES, sample.match(mark)?.length ?? 0),
    0,
  );
}
