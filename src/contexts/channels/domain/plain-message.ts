/** PostgreSQL keeps neither U+0000 nor half a surrogate pair; whoever shows text wants no other control signs. */
const UNSEEN = /[\p{Cc}\u2028\u2029]/gu;
const BROKEN = /\p{Surrogate}/gu;
const LONGEST_MESSAGE = 8_000;

/** What was said, in the one form that everything after this works with. */
export function normalisedText(text: string): string {
  const line = text.replace(/\r\n?/g, '\n').replace(UNSEEN, (sign) => (/[\n\t]/.test(sign) ? sign : ''));
  return shortened(line.replace(BROKEN, '\ufffd').normalize('NFC').trim(), LONGEST_MESSAGE);
}

/** A name, a number or an id of the provider's. */
export function normalisedLabel(label: string, most: number): string {
  return shortened(label.replace(UNSEEN, '').replace(BROKEN, '\ufffd').trim(), most);
}

function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  return text.slice(0, most).replace(BROKEN, '');
}
