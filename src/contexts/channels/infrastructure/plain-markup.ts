import { type Markup } from './markup';

const same = (text: string) => text;

/** For those who read or hear words alone. */
export const PLAIN_MARKUP: Markup = {
  escape: same,
  bold: same,
  italic: same,
  struck: same,
  code: same,
  codeBlock: same,
  link: (label, url) => (label === url ? url : `${label} (${url})`),
  bullet: '- ',
  paragraph: same,
};
