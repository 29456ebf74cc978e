interface Kind {
  readonly name: string;
  readonly pattern: RegExp;
  readonly fits: (found: string) => boolean;
}

const LOCAL = String.raw`[A-Za-z0-9._%+-]{1,64}`;
const DOMAIN = String.raw`(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}`;

/** Of bounded length each, so that no text makes them slow. Longer forms first: an account's number holds a phone's. */
const KINDS: readonly Kind[] = [
  { name: 'email', pattern: new RegExp(`(?<![A-Za-z0-9._%+-])${LOCAL}@${DOMAIN}`, 'g'), fits: () => true },
  { name: 'iban', pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g, fits: isIban },
  { name: 'card', pattern: /(?<![\d-])\d(?:[ -]?\d){12,18}(?![\d-])/g, fits: isCard },
  { name: 'phone', pattern: /(?<![\w+])(?:\+|00)\d(?:[ ()./-]{0,2}\d){7,13}(?!\d)/g, fits: () => true },
  { name: 'phone', pattern: /(?<![\w+])\(?0\d{2,4}\)?[ /-]\d(?:[ -]?\d){4,9}(?!\d)/g, fits: () => true },
];

export interface Masked {
  readonly text: string;
  /** Which kinds were found, each once. */
  readonly kinds: readonly string[];
}

/** Takes addresses and numbers of people out, and leaves word of what stood there. */
export function maskPersonalData(text: string): Masked {
  const kinds = new Set<string>();
  const masked = KINDS.reduce(
    (left, { name, pattern, fits }) =>
      left.replace(pattern, (found) => {
        if (!fits(found)) return found;
        kinds.add(name);
        return `[${name}]`;
      }),
    text,
  );
  return { text: masked, kinds: [...kinds] };
}

/** The check digit by Luhn: an order number of that length is no card. */
function isCard(found: string): boolean {
  const digits = [...found.replace(/\D/g, '')].reverse().map(Number);
  const sum = digits.reduce((total, digit, at) => {
    const counted = at % 2 === 0 ? digit : digit * 2;
    return total + (counted > 9 ? counted - 9 : counted);
  }, 0);
  return sum > 0 && sum % 10 === 0;
}

/** ISO 13616: letters count from 10, and the whole leaves 1 when divided by 97. */
function isIban(found: string): boolean {
  const plain = found.replaceAll(' ', '');
  if (plain.length < 15 || plain.length > 34) return false;
  const digits = [...`${plain.slice(4)}${plain.slice(0, 4)}`].map((sign) => parseInt(sign, 36)).join('');
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1;
}
