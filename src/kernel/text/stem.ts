/**
 * A light stemmer for English, German, French, Spanish and Italian at once. It does not guess the language: the
 * endings below are cut wherever enough of the word remains. A stem need not be a word, only the same for its kin.
 */
export function stem(foldedWord: string): string {
  if (foldedWord.length < MIN_WORD || startsWithDigit(foldedWord)) return foldedWord;
  let word = withoutPlural(foldedWord);
  word = withoutSuffix(word);
  // Endings stack: "delivered" has lost "ed", now it loses "er", and so stays kin to "delivery".
  if (/(?:er|al)$/.test(word)) word = withoutSuffix(word);
  word = withoutFinalVowel(withoutFinalVowel(word));
  if (word.length > 6 && word.endsWith('at')) word = word.slice(0, -2);
  return withoutDoubledEnd(word);
}

const MIN_WORD = 4;

const SUFFIXES: readonly (readonly [leastRemaining: number, suffixes: string])[] = [
  [3, 'ing ed ment ied'],
  [
    4,
    `ization isation ational fulness ation ingly ement ness ance ence able ible ical ally edly ion ione ioni ity ive ous ful
    er or ery erie ly al ic en ungen ung heit keit lich isch mente amente azione azioni acion zione zioni
    eur euse eux if ivo iva ier ero era ato ata ado ada ito ita are ere ire ar ir`,
  ],
];

interface Suffix {
  text: string;
  leastRemaining: number;
}

const SUFFIXES_BY_LAST_LETTER = groupByLastLetter();

function groupByLastLetter(): ReadonlyMap<number, readonly Suffix[]> {
  const groups = new Map<number, Suffix[]>();
  for (const [leastRemaining, suffixes] of SUFFIXES) {
    for (const text of suffixes.split(/\s+/)) {
      const lastLetter = text.charCodeAt(text.length - 1);
      groups.set(lastLetter, [...(groups.get(lastLetter) ?? []), { text, leastRemaining }]);
    }
  }
  for (const group of groups.values()) group.sort((a, b) => b.text.length - a.text.length);
  return groups;
}

function startsWithDigit(word: string): boolean {
  const first = word.charCodeAt(0);
  return first >= 48 && first <= 57;
}

function withoutPlural(word: string): string {
  if (!word.endsWith('s') || /[sui]s$/.test(word)) return word;
  return word.endsWith('sses') ? word.slice(0, -2) : word.slice(0, -1);
}

function withoutSuffix(word: string): string {
  const candidates = SUFFIXES_BY_LAST_LETTER.get(word.charCodeAt(word.length - 1));
  if (!candidates) return word;
  for (const { text, leastRemaining } of candidates) {
    if (word.length - text.length >= leastRemaining && word.endsWith(text))
      return word.slice(0, -text.length);
  }
  return word;
}

function withoutFinalVowel(word: string): string {
  return word.length > MIN_WORD && 'aeioy'.includes(word.charAt(word.length - 1)) ? word.slice(0, -1) : word;
}

function withoutDoubledEnd(word: string): string {
  const last = word.charAt(word.length - 1);
  if (word.length < MIN_WORD || last !== word.charAt(word.length - 2)) return word;
  return word.length > MIN_WORD || !'lsz'.includes(last) ? word.slice(0, -1) : word;
}
