export type UnicodeEncoding = 'utf-8' | 'utf-16le' | 'utf-16be';

const SAMPLE_BYTES = 65_536;
/** Of the NUL bytes of UTF-16, nearly all are on one side of their pairs. */
const STRAY_SHARE = 0.02;
const STRANGE_SHARE = 0.01;
/** What no text has: other control characters, noncharacters, private use, and what could not be decoded. */
const STRANGE = /[^\P{Cc}\s]|\p{Co}|\p{Noncharacter_Code_Point}|\ufffd/gu;

/** The encoding that a byte order mark names. */
export function byteOrderMark(bytes: Uint8Array): UnicodeEncoding | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
}

/** Whether this is UTF-16 that says so nowhere: told by where its NUL bytes stand. */
export function unmarkedUtf16(bytes: Uint8Array): UnicodeEncoding | null {
  const end = Math.min(bytes.length, SAMPLE_BYTES) & ~1;
  let even = 0;
  let odd = 0;
  for (let at = 0; at < end; at += 2) {
    if (bytes[at] === 0) even++;
    if (bytes[at + 1] === 0) odd++;
  }
  if (even + odd === 0 || bytes.length % 2 === 1) return null;
  if (Math.min(even, odd) > STRAY_SHARE * (even + odd)) return null;
  const encoding = odd > even ? 'utf-16le' : 'utf-16be';
  const text = new TextDecoder(encoding).decode(bytes.subarray(0, end));
  return strangeShare(text) <= STRANGE_SHARE ? encoding : null;
}

export function strangeShare(text: string): number {
  return (text.match(STRANGE)?.length ?? 0) / Math.max(1, text.length);
}
