import { textBlocksOf } from './text-blocks';

/** How a platform says what Markdown says. What it is given is escaped already, except for `escape` and code. */
export interface Markup {
  readonly escape: (text: string) => string;
  readonly bold: (text: string) => string;
  readonly italic: (text: string) => string;
  readonly struck: (text: string) => string;
  readonly code: (code: string) => string;
  readonly codeBlock: (code: string) => string;
  readonly link: (label: string, url: string) => string;
  readonly bullet: string;
  readonly paragraph: (text: string) => string;
}

/** No part is longer than this, so that a mark which nothing closes is not looked after for ever. */
const MARKS = new RegExp(
  [
    '`(?<code>[^`\\n]{1,400})`',
    '!?\\[(?<label>[^\\]\\n]{1,400})\\]\\((?<url>https?://[^\\s()<>]{1,1000})\\)',
    '\\*\\*(?<stars>[^\\s*][^*\\n]{0,400})\\*\\*',
    '(?<!\\w)__(?<lines>[^\\s_][^_\\n]{0,400})__(?!\\w)',
    '~~(?<struck>[^\\s~][^~\\n]{0,400})~~',
    '(?<![\\w*])\\*(?<star>[^\\s*][^*\\n]{0,400})\\*(?![\\w*])',
    '(?<![\\w_])_(?<line>[^\\s_][^_\\n]{0,400})_(?![\\w_])',
  ].join('|'),
  'g',
);
const HEADING = /^ {0,3}#{1,6}\s+(.*?)\s*#*$/;
const BULLET = /^(\s*)[-*+]\s+/;

/** A reply, which is Markdown, in the words of a platform. */
export function inMarkup(reply: string, markup: Markup): string {
  return textBlocksOf(reply)
    .map(({ text, fence }) => {
      if (fence !== null)
        return markup.codeBlock(text.slice(fence.length + 1, Math.max(text.lastIndexOf('\n'), 0)));
      return markup.paragraph(
        text
          .split('\n')
          .map((line) => lineInMarkup(line, markup))
          .join('\n'),
      );
    })
    .join('\n\n');
}

function lineInMarkup(line: string, markup: Markup): string {
  const heading = HEADING.exec(line)?.[1];
  if (heading) return markup.bold(inline(heading.replaceAll('**', ''), markup));
  const bullet = BULLET.exec(line);
  if (!bullet) return inline(line, markup);
  return `${bullet[1]}${markup.bullet}${inline(line.slice(bullet[0].length), markup)}`;
}

function inline(text: string, markup: Markup): string {
  let written = '';
  let at = 0;
  for (const match of text.matchAll(MARKS)) {
    written += markup.escape(text.slice(at, match.index)) + spanOf(match.groups ?? {}, markup);
    at = match.index + match[0].length;
  }
  return written + markup.escape(text.slice(at));
}

function spanOf(found: Readonly<Record<string, string | undefined>>, markup: Markup): string {
  const { code, label, url, stars, lines, struck, star, line } = found;
  if (code !== undefined) return markup.code(code);
  if (label !== undefined && url !== undefined) return markup.link(markup.escape(label), url);
  const [strong, slanted] = [stars ?? lines, star ?? line];
  if (strong !== undefined) return markup.bold(inline(strong, markup));
  if (slanted !== undefined) return markup.italic(inline(slanted, markup));
  return markup.struck(inline(struck ?? '', markup));
}
