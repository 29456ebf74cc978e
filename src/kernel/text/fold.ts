const BEYOND_ASCII = /[\u0080-\uffff]/;
const ACCENTS = /[\u0300-\u036f]+/g;
const UNDECOMPOSABLE = /[ßæœøđłıðþς]/g;
const SPELLED_OUT: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ł: 'l',
  ı: 'i',
  ð: 'd',
  þ: 'th',
  ς: 'σ',
};

/** Lower-cased, compatibility-normalised, without accents: what two spellings of one word have in common. */
export function foldText(text: string): string {
  if (!BEYOND_ASCII.test(text)) return text.toLowerCase();
  // Decomposing takes Hangul syllables and voiced kana apart as well; the second pass puts them together again.
  const bare = text.normalize('NFKD').replace(ACCENTS, '').normalize('NFC').toLowerCase();
  return bare.replace(UNDECOMPOSABLE, (letter) => SPELLED_OUT[letter] ?? letter);
}
