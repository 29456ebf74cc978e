const LONGEST_CLUSTER = 32;
const COMBINING = /^(?:\p{M}|\u200d|\p{Emoji_Modifier})/u;

/** Never inside a surrogate pair, and not before a combining mark unless they go on for ever. */
export function characterBorderBefore(content: string, start: number, most: number): number {
  let at = most;
  while (at > start + 1 && most - at < LONGEST_CLUSTER && continuesCharacter(content, at)) at--;
  if (!continuesCharacter(content, at)) return at;
  const cut = isInsidePair(content, most) ? most - 1 : most;
  return cut > start ? cut : most + 1;
}

/** Whether cutting here would cut a character from its accents, or a surrogate from its pair. */
export function continuesCharacter(content: string, at: number): boolean {
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
