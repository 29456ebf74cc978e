/** Made-up documents of about 2 KB, the same ones for every target and on every machine. */

const TOPICS =
  'anchor bakery cable canvas carpet ceramic chimney compass copper cotton engine fabric furnace garden glacier granite harbour helmet kettle ladder lantern leather magnet marble mirror orchard paddle pebble pepper piano pillow plaster quarry ribbon saddle silver spindle station sugar timber tunnel turbine valley velvet violin walnut whistle willow window winter'.split(
    ' ',
  );
const ACTIONS =
  'arrives breaks changes closes cools dries empties expires fills freezes heats leaks moves opens returns rises settles shrinks starts stops turns waits'.split(
    ' ',
  );
const DOCUMENT_CHARACTERS = 2000;

export interface CorpusDocument {
  title: string;
  content: string;
}

export function documentOf(number: number): CorpusDocument {
  const random = randomOf(number);
  const pick = (words: string[]): string => words[Math.floor(random() * words.length)] ?? '';
  let content = `The ${topicOf(number)} of record ${codeOf(number)} ${pick(ACTIONS)} after ${number % 90} days.`;
  while (content.length < DOCUMENT_CHARACTERS) {
    content += ` The ${pick(TOPICS)} ${pick(ACTIONS)} before the ${pick(TOPICS)} ${pick(ACTIONS)}, and the ${pick(TOPICS)} ${pick(ACTIONS)} last.`;
  }
  return { title: `Record ${codeOf(number)}`, content };
}

/** A question that one document answers. */
export const questionOf = (number: number): string =>
  `What of the ${topicOf(number)} of record ${codeOf(number)}?`;

/** A word that stands in one document only. */
export const codeOf = (number: number): string => `rec${number.toString(36).padStart(5, '0')}x`;

const topicOf = (number: number): string => TOPICS[number % TOPICS.length] ?? '';

/** mulberry32: small, seeded, good enough for words. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
