/** What stands at 0x80 to 0x9f, where Latin-1 has control characters; a dot is nothing. */
const DIFFERENT = '€.‚ƒ„…†‡ˆ‰Š‹Œ.Ž..‘’“”•–—˜™š›œ.žŸ';
const FIRST = 0x80;

/** Some versions of Node decode Windows-1252 as if it were Latin-1; right text has none of these characters. */
export function mendWindows1252(text: string): string {
  return text.replace(/[\u0080-\u009f]/g, (char) => {
    const mended = DIFFERENT.charAt(char.charCodeAt(0) - FIRST);
    return mended === '.' ? '\ufffd' : mended;
  });
}
