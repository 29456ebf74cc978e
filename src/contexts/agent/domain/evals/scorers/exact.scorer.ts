import { comparableText } from '../comparable-text';
import { type Scorer } from '../score';

export const exactScore: Scorer = ({ expected, match }, { reply }) => {
  if (expected === undefined || match !== 'exact') return null;
  const isSame = comparableText(reply) === comparableText(expected);
  const reason = isSame ? 'The answer is the expected one.' : 'The answer is not the expected one.';
  return { scorer: 'exact', value: isSame ? 1 : 0, reason };
};
