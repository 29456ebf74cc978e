import { type Markup } from '../markup';
import { PLAIN_MARKUP } from '../plain-markup';

/** WhatsApp has no escapes and no mentions by text: nothing in a message does more than look. */
export const WHATSAPP_MARKUP: Markup = {
  ...PLAIN_MARKUP,
  bold: (text) => `*${text}*`,
  italic: (text) => `_${text}_`,
  struck: (text) => `~${text}~`,
  code: (code) => `\`${code}\``,
  codeBlock: (code) => `\`\`\`\n${code.replaceAll('```', "'''")}\n\`\`\``,
};
