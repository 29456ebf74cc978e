import { sentencesOf } from '../../../kernel/text/sentences';
import { closingOf, type TextBlock, textBlocksOf } from './text-blocks';

const SEGMENTS = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Whether a piece is short enough, as it will be sent. What is part of a piece that fits must fit as well. */
type Fits = (piece: string) => boolean;

/**
 * Cuts a reply between paragraphs, else sentences, else words, and inside a word only where that alone is too
 * long. Code stays code: where a block of it is cut, it is closed and opened again.
 */
export function replyPieces(reply: string, fits: Fits): string[] {
  const pieces: string[] = [];
  const blocks = textBlocksOf(reply);
  for (let from = 0; from < blocks.length;) {
    const run = longestRun(blocks.length - from, (count) => fits(joined(blocks.slice(from, from + count))));
    if (run > 0) pieces.push(joined(blocks.slice(from, from + run)));
    else pieces.push(...partsOf(blocks[from]!, fits));
    from += Math.max(run, 1);
  }
  return pieces;
}

const joined = (blocks: readonly TextBlock[]) => blocks.map(({ text }) => text).join('\n\n');

function partsOf({ text, fence }: TextBlock, fits: Fits): string[] {
  const closing = fence === null ? '' : closingOf(fence);
  // Where not even the fences fit there is no block of code to keep.
  if (fence === null || !fits(`${fence}\n..\n${closing}`))
    return cutAt([sentences, words, graphemes, characters], text, fits);
  // A line may begin with what would close the block: only what lies between its first and last is code.
  const code = text.slice(fence.length + 1, text.lastIndexOf('\n'));
  const wrapped = (part: string) => `${fence}\n${part}\n${closing}`;
  const parts = cutAt(
    [lines, graphemes, characters],
    code,
    (part) => fits(wrapped(part)),
    (part) => part.replace(/\n$/, ''),
  );
  return parts.map(wrapped);
}

type Cut = (text: string) => string[];

/** Of each unit that is itself too long, the parts by the next finer cut. */
function cutAt(cuts: readonly Cut[], text: string, fits: Fits, trim = trimmed): string[] {
  const [cut = characters, ...finer] = cuts;
  const units = cut(text);
  const parts: string[] = [];
  for (let from = 0; from < units.length;) {
    const run = longestRun(units.length - from, (count) =>
      fits(trim(units.slice(from, from + count).join(''))),
    );
    // Not even one character fits where a limit makes no sense: it goes out alone, as nothing may be lost.
    if (run > 0 || finer.length === 0) parts.push(trim(units.slice(from, from + Math.max(run, 1)).join('')));
    else parts.push(...cutAt(finer, units[from]!, fits, trim));
    from += Math.max(run, 1);
  }
  return parts.filter((part) => part !== '');
}

/** How many of them fit together: by doubling, then halving, as measuring a piece may be dear. */
function longestRun(most: number, fit: (count: number) => boolean): number {
  let known = 0;
  let beyond = 1;
  while (beyond <= most && fit(beyond)) {
    known = beyond;
    beyond *= 2;
  }
  beyond = Math.min(beyond, most + 1);
  while (beyond - known > 1) {
    const middle = Math.floor((known + beyond) / 2);
    if (fit(middle)) known = middle;
    else beyond = middle;
  }
  return known;
}

const sentences: Cut = (text) => [...sentencesOf(text)].map(({ start, end }) => text.slice(start, end));
const lines: Cut = (text) => text.split(/(?<=\n)/);
const words: Cut = (text) => text.split(/(?<=\s)(?=\S)/);
/** What is shown as one character may be any number of them: beyond all reason it is taken apart as well. */
const graphemes: Cut = (text) => [...SEGMENTS.segment(text)].map(({ segment }) => segment);
/** By code points: half of a pair is no character. */
const characters: Cut = (text) => [...text];
const trimmed = (text: string) => text.trim();
