import { COMMON_PASSWORDS } from './common-passwords';
import { type PasswordField, weakPassword } from './errors';

const SHORTEST = 15;
const LONGEST = 128;
/** What has to remain once everything guessable is taken away. */
const LEAST_UNGUESSABLE = 8;
const LEAST_DISTINCT = 5;
const SHORTEST_WORD = 4;
const PRODUCT_WORDS = ['parley', 'workspace', 'chatbot', 'knowledgebase', 'customerservice'];
const LOOKALIKES: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/**
 * By NIST SP 800-63B: length counts, composition does not. `personal` is what an attacker knows
 * about the account, such as its address and names.
 */
export function refuseWeakPassword(
  password: string,
  personal: readonly string[],
  field?: PasswordField,
): void {
  const problems = passwordProblems(password, personal);
  if (problems.length > 0) throw weakPassword(problems, field);
}

export function passwordProblems(password: string, personal: readonly string[]): string[] {
  const normal = password.normalize('NFKC');
  const length = [...normal].length;
  if (length < SHORTEST) return [`must have at least ${SHORTEST} characters; a few unrelated words do well`];
  if (length > LONGEST) return [`must have at most ${LONGEST} characters`];
  const folded = normal.toLowerCase();
  if (new Set(folded).size < LEAST_DISTINCT) return ['must not repeat a few characters'];
  const guessable = [...PRODUCT_WORDS, ...personal.flatMap(wordsOf), ...COMMON_PASSWORDS].sort(longestFirst);
  const plain = guessable.map(withoutLookalikes);
  const guessed = Math.max(
    ...[folded, joined(folded)].map((text) => guessedOf(text, guessable)),
    ...[folded, joined(folded)].map((text) => guessedOf(withoutLookalikes(text), plain)),
  );
  return length - guessed < LEAST_UNGUESSABLE
    ? ['must be more than common passwords, your own names and the name of this product']
    : [];
}

function wordsOf(text: string): string[] {
  const folded = text.normalize('NFKC').toLowerCase();
  const words = folded.split(/[^\p{L}\p{N}]+/u);
  return [...words, words.join('')].filter((word) => word.length >= SHORTEST_WORD);
}

/** How many of its characters belong to words that are easily guessed. */
function guessedOf(text: string, words: readonly string[]): number {
  const rest = words.reduce((left, word) => left.replaceAll(word, ''), text);
  return [...text].length - [...rest].length;
}

/** A phrase is the same one with blanks or dashes between its words. */
function joined(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '');
}

function withoutLookalikes(text: string): string {
  return [...text].map((character) => LOOKALIKES[character] ?? character).join('');
}

function longestFirst(a: string, b: string): number {
  return b.length - a.length;
}
