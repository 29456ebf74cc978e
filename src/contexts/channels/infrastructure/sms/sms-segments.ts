const GSM =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const ONE = new Set(GSM);
/** They take an escape before them. */
const TWO = new Set('^{}\\[~]|€\f');
const GSM_ALONE = 160;
const GSM_JOINED = 153;
const UCS_ALONE = 70;
const UCS_JOINED = 67;

/** What looks alike in the alphabet of text messages: one curly quote would make a message cost more than twice. */
const ALIKE: Readonly<Record<string, string>> = {
  ...{ '‘': "'", '’': "'", '‚': "'", '“': '"', '”': '"', '„': '"', '«': '"', '»': '"', '`': "'" },
  ...{
    '–': '-',
    '—': '-',
    '‑': '-',
    '−': '-',
    '…': '...',
    '•': '-',
    '\u00a0': ' ',
    '\u202f': ' ',
    '\t': ' ',
  },
};
const UNLIKE = new RegExp(`[${Object.keys(ALIKE).join('')}]`, 'g');

export const inPlainAlphabet = (text: string): string =>
  text.replace(/[\u200b\ufeff]/g, '').replace(UNLIKE, (character) => ALIKE[character]!);

/** How many messages the network makes of it, each of which is paid for. */
export function segmentsOf(text: string): number {
  let septets = 0;
  for (const character of text) {
    if (ONE.has(character)) septets += 1;
    else if (TWO.has(character)) septets += 2;
    else return partsOf(text.length, UCS_ALONE, UCS_JOINED);
  }
  return partsOf(septets, GSM_ALONE, GSM_JOINED);
}

const partsOf = (units: number, alone: number, joined: number) =>
  units <= alone ? 1 : Math.ceil(units / joined);
