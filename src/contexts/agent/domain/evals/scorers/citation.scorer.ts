import { comparableText } from '../comparable-text';
import { type AnswerSource } from '../eval-answer';
import { type Scorer } from '../score';

/** The share of the documents that had to be cited, and were. */
export const citationScore: Scorer = ({ mustCite }, { sources }) => {
  if (mustCite === undefined || mustCite.length === 0) return null;
  const missing = mustCite.filter((wanted) => !sources.some((source) => isIt(source, wanted)));
  const reason =
    missing.length === 0
      ? 'Every document that had to be cited is among the sources.'
      : `Not among the sources: ${missing.join(', ')}.`;
  return { scorer: 'citation', value: (mustCite.length - missing.length) / mustCite.length, reason };
};

function isIt({ documentId, title, url }: AnswerSource, wanted: string): boolean {
  return (
    documentId === wanted.toLowerCase() || url === wanted || comparableText(title) === comparableText(wanted)
  );
}
