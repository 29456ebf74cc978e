import { randomBytes } from 'node:crypto';

/** Words that nobody else has: wherever one turns up, it has come from where it was put. */
export class Canaries {
  private readonly words = new Map<string, string>();

  constructor(private readonly owner: string) {}

  /** Small letters and digits, so that it is also good in addresses and survives every way of writing. */
  plant(place: string): string {
    const word = `${this.owner}${randomBytes(6).toString('hex')}`.toLowerCase();
    this.words.set(place, word);
    return word;
  }

  /** A secret that was made elsewhere. */
  know(place: string, secret: string): string {
    if (secret.length < 6) throw new Error(`${place} is too short to be told from other words`);
    this.words.set(place, secret);
    return secret;
  }

  at(place: string): string {
    const word = this.words.get(place);
    if (!word) throw new Error(`No canary was planted at ${place}`);
    return word;
  }

  get size(): number {
    return this.words.size;
  }

  /** The places whose canary is in the text, as it is or encoded. */
  foundIn(text: string): string[] {
    const small = text.toLowerCase();
    return [...this.words]
      .filter(
        ([, word]) => small.includes(word.toLowerCase()) || encodings(word).some((one) => text.includes(one)),
      )
      .map(([place]) => place);
  }
}

/** Base64 has three forms, by where in the text the word begins; the ends of each belong to its neighbours. */
function encodings(word: string): string[] {
  const inBase64 = [0, 1, 2].map((shift) =>
    Buffer.from(`${'-'.repeat(shift)}${word}`)
      .toString('base64url')
      .slice(shift === 0 ? 0 : shift + 1, -4),
  );
  return [...inBase64, Buffer.from(word).toString('hex')];
}
