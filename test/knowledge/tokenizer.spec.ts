import fc from 'fast-check';
import { countTokens } from 'gpt-tokenizer/encoding/cl100k_base';
import { MeasuredText } from '../../src/contexts/knowledge/domain/chunking/measured-text';
import { Cl100kTokenizer } from '../../src/contexts/knowledge/infrastructure/tokenizer/cl100k.tokenizer';
import { TokenVocabulary } from '../../src/contexts/knowledge/infrastructure/tokenizer/token-vocabulary';

const tokenizer = new Cl100kTokenizer();
const reference = (text: string): number => countTokens(text, { disallowedSpecial: new Set() });
/** Which the package reads as nothing when it looks a token up, and so does not find the one that it is. */
const BYTE_ORDER_MARK = /\ufeff/g;

const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.lorem({ maxCount: 10 }),
  fc.constantFrom(
    '\n',
    '\r\n',
    '  ',
    '\t',
    '\ufeff',
    "'s",
    "'RE ",
    '...',
    ' 2024',
    '😀',
    'e\u0301',
    '\ud800',
  ),
  fc.constantFrom('x'.repeat(260), '.'.repeat(240), '文字'.repeat(110), '👨‍👩‍👧'.repeat(30), ' '.repeat(230)),
);
const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));

describe('the tokenizer', () => {
  it.each([
    ['English', 'The customer may return the product within thirty days of purchase for a full refund.'],
    ['German', 'Der Kunde kann das Produkt innerhalb von dreißig Tagen nach dem Kauf zurückgeben.'],
    ['Japanese', '購入から三十日以内であれば、商品を返品できます。'],
    ['code', 'const total = items.reduce((sum, item) => sum + item.price * item.quantity, 0);\n\n\treturn;'],
    ['an empty text', ''],
    ['a special token', 'before<|endoftext|>after'],
    ['half a character', 'a\ud83db'],
    ['a word without end', 'internationalisation'.repeat(40)],
  ])('counts what the embedding models read in %s [KN-08]', (_, sample) => {
    expect(tokenizer.count(sample)).toBe(reference(sample));
  });

  it('counts what they read in any text', () => {
    fc.assert(
      fc.property(text, (any) => {
        const readable = any.replace(BYTE_ORDER_MARK, '');
        expect(tokenizer.count(readable)).toBe(reference(readable));
      }),
      { numRuns: 300 },
    );
  });

  it('takes what looks like a special token for text like any other', () => {
    expect(tokenizer.count('<|endoftext|>')).toBeGreaterThan(1);
  });

  it.each([
    ['of one letter', 'x'],
    ['of many letters', 'qzjxkvwpht'],
    ['of emoji', '👨‍👩‍👧'],
    ['of ideographs', '漢字文書'],
    ['of dots', '.'],
    ['of spaces', ' '],
  ])('takes hardly more than ten times the steps for a run %s that is ten times as long', (_, part) => {
    const short = stepsFor(part.repeat(1_000 / part.length));
    const long = stepsFor(part.repeat(10_000 / part.length));
    expect(long).toBeLessThan(short * 12);
  });
});

describe('a text that was read once', () => {
  it('tells the tokens of any part that begins and ends with ink as if it were counted by itself', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(text, fc.array(fc.tuple(share, share), { minLength: 20, maxLength: 20 }), (any, shares) => {
        const whole = any.replace(/[\ud800-\udfff]/g, (half) => (half > '\udbff' ? 'b' : 'a'));
        const measured = new MeasuredText(whole, tokenizer);
        for (const [from, length] of shares) {
          const start = Math.floor(from * whole.length);
          const span = measured.trimmed({ start, end: start + Math.ceil(length * (whole.length - start)) });
          expect(measured.tokensIn(span)).toBe(tokenizer.count(whole.slice(span.start, span.end)));
        }
      }),
      { numRuns: 300 },
    );
  });
});

function stepsFor(run: string): number {
  const lookUp = jest.spyOn(TokenVocabulary.prototype, 'rankOf');
  tokenizer.count(run);
  const steps = lookUp.mock.calls.length;
  lookUp.mockRestore();
  return steps;
}
