import { wordsOf } from '../../../../kernel/text/words';

const LONGEST_READ = 20_000;
const REACH = 4;

interface Sign {
  readonly note: string;
  readonly opening: ReadonlySet<string>;
  readonly target: ReadonlySet<string>;
}

const list = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

/** Folded words: a verb, and within a few words what it is aimed at. */
const SIGNS: readonly Sign[] = [
  {
    note: 'Asks to drop the rules.',
    opening:
      list(`ignore disregard forget override bypass ignoriere ignorieren vergiss missachte umgehe ignorez oubliez
      ignore oublie ignora olvida ignorar ignorare dimentica`),
    target: list(`instructions instruction rules rule guidelines prompt anweisungen regeln vorgaben consignes
      regles instrucciones reglas istruzioni regole`),
  },
  {
    note: 'Asks for the hidden prompt.',
    opening:
      list(`reveal print repeat show output leak dump verrate zeige wiederhole revele affiche montre revela muestra
      mostra rivela`),
    target: list('prompt systemprompt'),
  },
];

const PHRASES: readonly (readonly [pattern: RegExp, note: string])[] = [
  [/(?:^|\n)[ \t]{0,8}(?:system|assistant|developer)[ \t]{0,8}:/i, 'Speaks in the name of the system.'],
  [
    /<\/?(?:system|assistant|instructions|documents)>|<\|[a-z_]{1,20}\|>|\[\/?INST\]/i,
    'Carries the marks of another role.',
  ],
  [
    /\b(?:you are now|pretend to be|act as) (?:dan\b|an? (?:unrestricted|jailbroken|unfiltered))/i,
    'Asks for another role.',
  ],
  [/\b(?:developer|debug|god|dan) mode (?:on|enabled|activated)\b/i, 'Asks for another mode.'],
];

/** Characters that nobody sees, and models read: a message may hide words between them. */
const INVISIBLE =
  /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;

/** What speaks for an attempt to turn the agent round; null: nothing does. */
export function injectionIn(text: string): string | null {
  const seen = withoutInvisible(text.slice(0, LONGEST_READ));
  const words = wordsOf(seen);
  for (const sign of SIGNS) if (aims(words, sign)) return sign.note;
  return PHRASES.find(([pattern]) => pattern.test(seen))?.[1] ?? null;
}

export function withoutInvisible(text: string): string {
  return text.replace(INVISIBLE, '');
}

function aims(words: readonly string[], { opening, target }: Sign): boolean {
  return words.some(
    (word, at) => opening.has(word) && words.slice(at + 1, at + 1 + REACH).some((next) => target.has(next)),
  );
}
