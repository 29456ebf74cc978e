import { sentencesOf } from '../../../kernel/text/sentences';

const SEGMENTS = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Cuts at sentences, a sentence that is too long at words, and a word that is too long between two characters. */
export function piecesOfText(text: string, most: number): readonly string[] {
  const parts = [...sentencesOf(text)].map(({ start, end }) => text.slice(start, end));
  return joined(
    parts.flatMap((part) => (part.length <= most ? [part] : wordsOf(part, most))),
    most,
  );
}

function wordsOf(sentence: string, most: number): readonly string[] {
  const words = sentence.match(/\S+\s*|\s+/g) ?? [];
  return words.flatMap((word) => (word.length <= most ? [word] : charactersOf(word, most)));
}

/** What is shown as one character may be any number of them: beyond all reason it is taken apart as well. */
function charactersOf(word: string, most: number): readonly string[] {
  return [...SEGMENTS.segment(word)].flatMap(({ segment }) =>
    segment.length <= most ? segment : [...segment],
  );
}

/** As much into each piece as it holds; the white space where it was cut goes. */
function joined(parts: readonly string[], most: number): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const part of parts) {
    if (piece !== '' && (piece + part).trimEnd().length > most) {
      pieces.push(piece.trimEnd());
      piece = '';
    }
    piece += piece === '' ? part.trimStart() : part;
  }
  return [...pieces, piece.trimEnd()].filter((text) => text !== '');
}
