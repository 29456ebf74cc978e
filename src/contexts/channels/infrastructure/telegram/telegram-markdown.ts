/** Every sign that means something to Telegram, wherever it stands. */
const SPECIAL = /[_*[\]()~`>#+\-=|{}.!\\]/g;
const IN_CODE = /[`\\]/g;
const IN_LINK = /[)\\]/g;
const MARKUP =
  /```(?:[\w+-]*\n)?([\s\S]+?)```|`([^`\n]+)`|\*\*([^*\n]+)\*\*|\[([^\]\n]+)\]\((https?:\/\/[^\s()]+)\)|^#{1,6} +(.+)$/gm;

/** Markdown as agents write it, in Telegram's own dialect. What is not meant as markup is escaped to the last sign. */
export function telegramMarkdown(text: string): string {
  let written = '';
  let from = 0;
  for (const match of text.matchAll(MARKUP)) {
    written += escaped(text.slice(from, match.index)) + markupOf(match);
    from = match.index + match[0].length;
  }
  return written + escaped(text.slice(from));
}

function markupOf([, block, code, bold, label, url, heading]: RegExpMatchArray): string {
  if (block !== undefined) return `\`\`\`\n${block.replace(IN_CODE, '\\$&')}\`\`\``;
  if (code !== undefined) return `\`${code.replace(IN_CODE, '\\$&')}\``;
  if (label !== undefined && url !== undefined) return `[${escaped(label)}](${url.replace(IN_LINK, '\\$&')})`;
  return `*${escaped(bold ?? heading ?? '')}*`;
}

const escaped = (text: string) => text.replace(SPECIAL, '\\$&');
