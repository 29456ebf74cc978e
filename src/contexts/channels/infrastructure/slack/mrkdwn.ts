import { type Markup } from '../markup';
import { withSilentMentions } from '../silent-mentions';

/** Slack knows no other escapes, and turns nothing else into a link, a mention or a call to everybody. */
const escape = (text: string) =>
  withSilentMentions(text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'));

export const MRKDWN: Markup = {
  escape,
  bold: (text) => `*${text}*`,
  italic: (text) => `_${text}_`,
  struck: (text) => `~${text}~`,
  code: (code) => `\`${escape(code)}\``,
  // Three such marks inside would end the block.
  codeBlock: (code) => `\`\`\`\n${escape(code.replaceAll('```', "'''"))}\n\`\`\``,
  link: (label, url) => `<${escape(url).replaceAll('|', '%7C')}|${label.replaceAll('|', ' ')}>`,
  bullet: '• ',
  paragraph: (text) => text,
};

/** What a person has typed: without the mention that only calls the bot, and mentions as they are shown. */
export function textFromMrkdwn(text: string): string {
  return text
    .replace(/^\s*<@[^<>]*>[,:]?\s*/, '')
    .replace(/<([^<>]*)>/g, (_, inner: string) => shownOf(inner))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim();
}

function shownOf(inner: string): string {
  const bar = inner.indexOf('|');
  const [target, label] = bar < 0 ? [inner, ''] : [inner.slice(0, bar), inner.slice(bar + 1)];
  if (target.startsWith('!')) return label || `@${target.slice(1)}`;
  if (target.startsWith('@') || target.startsWith('#')) return label ? `${target[0]}${label}` : target;
  return label && !target.endsWith(label) ? `${label} (${target})` : target;
}
