import { stem } from '../../../../kernel/text/stem';
import { wordsOf } from '../../../../kernel/text/words';

/** Whether one of the topics is spoken of: its words in a row, in whichever form. */
export function speaksOf(topics: readonly string[], text: string): boolean {
  if (topics.length === 0) return false;
  const spoken = stemsOf(text);
  return topics.some((topic) => {
    const wanted = stemsOf(topic);
    return wanted.length > 0 && spoken.some((_, at) => wanted.every((one, i) => spoken[at + i] === one));
  });
}

function stemsOf(text: string): string[] {
  return wordsOf(text).map(stem);
}
