import { wordsOf } from './words';

const LONGEST_READ = 4_000;
const FEWEST_MARKS = 2;
const LEAST_LEAD = 1.5;

const list = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

/** Small words that one of the languages has and its neighbours do not, folded. */
const MARKS: readonly (readonly [language: string, words: ReadonlySet<string>])[] = [
  [
    'en',
    list(
      'the and is are was of to for with you your what how when where can do does my this that it have not',
    ),
  ],
  [
    'de',
    list(
      'der die das und ist sind nicht ich sie wie wann wo kann mit fur auf ein eine einen zu den dem wir ihr',
    ),
  ],
  [
    'fr',
    list(
      'le les des est sont et je vous nous ne pas pour avec dans sur comment quand ou une du mon votre puis',
    ),
  ],
  [
    'es',
    list(
      'el los las es son y yo usted no para con por como cuando donde una del mi su puedo esta que hay muy',
    ),
  ],
  [
    'it',
    list('il gli che sono non per con come quando dove una della del mio suo posso questo di e cosa vorrei'),
  ],
  [
    'nl',
    list('het een is zijn en ik niet voor met hoe wanneer waar kan van mijn uw wij dat deze naar ook geen'),
  ],
  ['pt', list('o os uma sao nao para com como quando onde do da meu seu posso esta voce em um isso eu mais')],
];

const SCRIPTS: readonly (readonly [language: string, script: RegExp])[] = [
  ['ja', /[\u3040-\u30ff]/],
  ['zh', /[\u4e00-\u9fff]/],
  ['ko', /[\uac00-\ud7a3]/],
  ['ru', /[\u0400-\u04ff]/],
  ['el', /[\u0370-\u03ff]/],
  ['ar', /[\u0600-\u06ff]/],
  ['he', /[\u0590-\u05ff]/],
  ['th', /[\u0e00-\u0e7f]/],
];

/** The language of a message, as far as a few words tell; null: they do not. */
export function spokenLanguage(text: string): string | null {
  const read = text.slice(0, LONGEST_READ);
  const script = SCRIPTS.find(([, signs]) => signs.test(read));
  if (script) return script[0];
  const words = wordsOf(read);
  const [first, second] = MARKS.map(([language, marks]) => ({
    language,
    found: words.filter((word) => marks.has(word)).length,
  })).sort((a, b) => b.found - a.found);
  if (!first || !second || first.found < FEWEST_MARKS) return null;
  return first.found >= LEAST_LEAD * second.found ? first.language : null;
}
