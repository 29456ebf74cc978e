import { type Markup } from '../markup';
import { PLAIN_MARKUP } from '../plain-markup';

/** Nobody can follow an address that is read out, and a reference in brackets is no word. */
export const SPOKEN_MARKUP: Markup = {
  ...PLAIN_MARKUP,
  escape: (text) => text.replace(/\s?\[\d{1,3}\]/g, ''),
  link: (label) => label,
  bullet: '',
};
