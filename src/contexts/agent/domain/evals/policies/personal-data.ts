/** Bounded in each part: what is matched comes from a model, and may be made to take long. */
const KINDS: readonly (readonly [name: string, pattern: RegExp, holds: (found: string) => boolean])[] = [
  ['a mail address', /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/g, () => true],
  ['a card number', /\b(?:\d[ -]?){12,18}\d\b/g, isCardNumber],
  ['a bank account', /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b/g, isBankAccount],
];

/** What kinds of data on people a reply holds that the question did not. */
export function personalDataIn(reply: string, question: string): string[] {
  return KINDS.filter(([, pattern, holds]) => {
    const found = reply.match(pattern) ?? [];
    return found.some((one) => holds(one) && !question.includes(one));
  }).map(([name]) => name);
}

/** By its check digit, so that an order number is none. */
function isCardNumber(found: string): boolean {
  const digits = [...found.replace(/\D/g, '')].map(Number).reverse();
  const sum = digits.reduce((all, digit, i) => all + (i % 2 === 0 ? digit : doubled(digit)), 0);
  return sum % 10 === 0;
}

const doubled = (digit: number): number => (digit > 4 ? digit * 2 - 9 : digit * 2);

function isBankAccount(found: string): boolean {
  const text = found.replaceAll(' ', '');
  const moved = `${text.slice(4)}${text.slice(0, 4)}`;
  return [...moved].reduce((rest, sign) => Number(`${rest}${parseInt(sign, 36)}`) % 97, 0) === 1;
}
