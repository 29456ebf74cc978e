import { isWhiteSpace } from '../../../../kernel/text/white-space';
import { type Span } from './chunk';
import { type MeasuredText } from './measured-text';

const CHARACTERS_PER_TOKEN = 4;
const MOST_GUESSES = 12;
const CLOSE_ENOUGH = 0.92;
/** How far back a border between words is looked for, as a share of what would fit. */
const LOOK_BACK = 0.5;
const LONGEST_CLUSTER = 32;
const COMBINING = /^(?:\p{M}|\u200d|\p{Emoji_Modifier})/u;

/** Where to cut a span so that what stands before the cut keeps the limit: between words if it can be. */
export function fittingEnd(text: MeasuredText, span: Span, limit: number): number {
  for (let room = limit; ; room = Math.floor(room * 0.8)) {
    const most = longestWithin(text, span, room);
    const cut = most >= span.end ? span.end : wordBorderBefore(text.content, span.start, most);
    // Shortening a text can add a token or two, where it cuts one apart: then try again with less room.
    if (room <= 1 || text.tokensIn({ start: span.start, end: cut }) <= limit) return cut;
  }
}

/** Guesses by the density of the text so far; every guess costs a count, so near is good enough. */
function longestWithin(text: MeasuredText, { start, end }: Span, limit: number): number {
  let fits = start + 1;
  let tooLong = end + 1;
  let length = limit * CHARACTERS_PER_TOKEN;
  for (let guess = 0; guess < MOST_GUESSES; guess++) {
    const at = Math.max(fits, Math.min(start + Math.max(1, Math.floor(length)), tooLong - 1));
    const tokens = text.tokensIn({ start, end: at });
    if (tokens <= limit) fits = at;
    else tooLong = at;
    if (tooLong - fits <= 1 || (tokens <= limit && tokens >= limit * CLOSE_ENOUGH)) break;
    const density = Math.max(tokens, 1) / (at - start);
    length = Math.min((limit * 0.97) / density, 4 * (at - start));
    if (length <= fits - start || start + length >= tooLong) length = (fits + tooLong) / 2 - start;
  }
  return fits;
}

function wordBorderBefore(content: string, start: number, most: number): number {
  const least = start + Math.ceil((most - start) * LOOK_BACK);
  for (let at = most; at > least; at--) {
    if (isWhiteSpace(content.charCodeAt(at - 1)) || isWhiteSpace(content.charCodeAt(at))) return at;
  }
  return characterBorderBefore(content, start, most);
}

/** Never inside a surrogate pair, and not before a combining mark unless they go on for ever. */
export function characterBorderBefore(content: string, start: number, most: number): number {
  let at = most;
  while (at > start + 1 && most - at < LONGEST_CLUSTER && continuesCharacter(content, at)) at--;
  if (!continuesCharacter(content, at)) return at;
  const cut = isInsidePair(content, most) ? most - 1 : most;
  return cut > start ? cut : most + 1;
}

function continuesCharacter(content: string, at: number): boolean {
  if (isInsidePair(content, at)) return true;
  if (content.charCodeAt(at) < 0x300) return false;
  return content.charCodeAt(at - 1) === 0x200d || COMBINING.test(content.slice(at, at + 2));
}

function isInsidePair(content: string, at: number): boolean {
  return isHighSurrogate(content.charCodeAt(at - 1)) && isLowSurrogate(content.charCodeAt(at));
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
