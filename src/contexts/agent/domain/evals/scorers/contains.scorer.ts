import { comparableText } from '../comparable-text';
import { type Scorer } from '../score';

export const containsScore: Scorer = ({ expected, match }, { reply }) => {
  if (expected === undefined || match === 'exact') return null;
  const isInside = comparableText(reply).includes(comparableText(expected));
  const reason = isInside ? 'The answer contains what was expected.' : 'The answer lacks what was expected.';
  return { scorer: 'contains', value: isInside ? 1 : 0, reason };
};
