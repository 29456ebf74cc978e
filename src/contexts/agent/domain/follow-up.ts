import { wordsOf } from '../../../kernel/text/words';
import { detectIntent, looksAmbiguous } from './intent';
import { type PastMessage } from './planner';

const MOST_WORDS = 8;
const MOST_CARRIED = 300;

/** Words that point at something said before, in English, German, French, Spanish and Italian. */
const POINTING = new Set(
  `it its they them their this that these those he she him her one ones there
  es sie ihn ihm ihr ihnen diese dieser dieses diesen diesem davon dafur darauf damit dort
  elle elles lui leur ca cela celui celle ceux ello eso esto esa este ellos ellas esso essa questo quello loro`.split(
    /\s+/,
  ),
);
const OPENINGS = [
  ...[
    'and',
    'also',
    'but',
    'what about',
    'how about',
    'und',
    'auch',
    'aber',
    'was ist mit',
    'wie ist es mit',
  ],
  ...['et', 'mais', 'qu en est il', 'y', 'pero', 'que hay de', 'e', 'ma', 'che ne dici'],
];

/**
 * The question together with what it refers to, for a search that knows no conversation: "And for shoes?" after
 * "How long can I return goods?" is about returns. A question that stands alone comes back as it is.
 */
export function standaloneQuestion(question: string, history: readonly PastMessage[]): string {
  if (!refersBack(question)) return question;
  const topic = [...history]
    .reverse()
    .find(({ role, content }) => role === 'user' && isTopic(content))?.content;
  return topic ? `${question} ${topic.slice(0, MOST_CARRIED)}` : question;
}

function refersBack(question: string): boolean {
  if (detectIntent(question) !== 'question') return false;
  if (looksAmbiguous(question)) return true;
  const words = wordsOf(question.slice(0, 500));
  if (words.length > MOST_WORDS) return false;
  const opening = ` ${words.join(' ')} `;
  return (
    words.some((word) => POINTING.has(word)) || OPENINGS.some((start) => opening.startsWith(` ${start} `))
  );
}

function isTopic(content: string): boolean {
  return detectIntent(content) === 'question' && !refersBack(content);
}
