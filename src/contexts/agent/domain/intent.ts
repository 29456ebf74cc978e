import { isStopWord } from '../../../kernel/text/stop-words';
import { wordsOf } from '../../../kernel/text/words';
import {
  BETWEEN_REACHING_AND_PERSON,
  FILLERS,
  HELP_PHRASES,
  PERSONS,
  REACHING,
  SMALL_TALK,
  SMALL_TALK_SIGNS,
} from './intent-words';

export type Intent = 'greeting' | 'thanks' | 'goodbye' | 'help' | 'human' | 'question';

const LONGEST_READ = 2_000;
const MOST_SMALL_TALK_WORDS = 10;
const MOST_BARE_REQUEST_WORDS = 4;

/** What a message is about, as far as single words tell in English, German, French, Spanish and Italian. */
export function detectIntent(message: string): Intent {
  const words = wordsOf(message.slice(0, LONGEST_READ));
  if (words.length === 0)
    return SMALL_TALK_SIGNS.find(({ sign }) => message.includes(sign))?.intent ?? 'question';
  if (asksForPerson(words)) return 'human';
  if (words.length > MOST_SMALL_TALK_WORDS) return 'question';
  if (HELP_PHRASES.has(words.join(' '))) return 'help';
  return smallTalk(words) ?? 'question';
}

/** Whether a message cannot be understood alone: a single word, or nothing but pronouns and grammar. */
export function looksAmbiguous(message: string): boolean {
  const words = wordsOf(message.slice(0, LONGEST_READ));
  return words.length <= 1 || words.every(isStopWord);
}

function smallTalk(words: readonly string[]): Intent | undefined {
  const found = SMALL_TALK.find(({ words: known }) => words.some((word) => known.has(word)));
  // "Hi, where is my parcel?" is a question: small talk has nothing else in it.
  const isOnlySmallTalk = words.every(
    (word) => FILLERS.has(word) || SMALL_TALK.some(({ words: known }) => known.has(word)),
  );
  return isOnlySmallTalk ? found?.intent : undefined;
}

/** "Human, please", or a verb of reaching with nothing but small words between it and the person. */
function asksForPerson(words: readonly string[]): boolean {
  const isBareRequest =
    words.length <= MOST_BARE_REQUEST_WORDS &&
    words.every((word) => PERSONS.has(word) || FILLERS.has(word) || BETWEEN_REACHING_AND_PERSON.has(word));
  if (isBareRequest && words.some((word) => PERSONS.has(word))) return true;
  return words.some((word, i) => PERSONS.has(word) && (isReached(words, i, -1) || isReached(words, i, 1)));
}

/** Verbs come before the person, except in German: "mit einem Menschen sprechen". */
function isReached(words: readonly string[], person: number, step: -1 | 1): boolean {
  let at = person + step;
  while (BETWEEN_REACHING_AND_PERSON.has(words[at] ?? '')) at += step;
  const verb = words[at] ?? '';
  return step === -1 ? REACHING.before.has(verb) : REACHING.after.has(verb);
}
