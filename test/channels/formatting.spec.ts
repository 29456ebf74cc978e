import { normalisedLabel, normalisedText } from '../../src/contexts/channels/domain/plain-message';
import { replyPieces } from '../../src/contexts/channels/infrastructure/reply-pieces';
import { telegramMarkdown } from '../../src/contexts/channels/infrastructure/telegram/telegram-markdown';

describe('A long reply', () => {
  const piecesOfText = (text: string, most: number) => replyPieces(text, ({ length }) => length <= most);
  const sentence = 'You can return goods within thirty days of delivery. ';

  it('is cut at sentences, with nothing lost and no piece too long [T10 CO-21 CH-14]', () => {
    const pieces = piecesOfText(sentence.repeat(200), 1_000);
    expect(pieces.length).toBeGreaterThan(10);
    for (const piece of pieces) {
      expect(piece.length).toBeLessThanOrEqual(1_000);
      expect(piece).toMatch(/^You .*\.$/s);
    }
    expect(pieces.join(' ')).toBe(sentence.repeat(200).trim());
  });

  it('is cut at words where a sentence is too long, and never within a character [T10]', () => {
    const words = piecesOfText('word '.repeat(100).trim(), 50);
    expect(words.every((piece) => piece.length <= 50 && !/\bwor\b|^d/.test(piece))).toBe(true);
    const family = '👨‍👩‍👧‍👦';
    const pieces = piecesOfText(family.repeat(40), 100);
    expect(pieces.join('')).toBe(family.repeat(40));
    expect(pieces.every((piece) => piece.length % family.length === 0)).toBe(true);
    expect(piecesOfText(`a${'\u0301'.repeat(500)}`, 100).every(({ length }) => length <= 100)).toBe(true);
  });
});

describe('Telegram’s markup', () => {
  it('is written from Markdown, and everything else is escaped [T10 CH-14]', () => {
    expect(telegramMarkdown('**Yes!** See [terms](https://example.com/a) or `x_y`.')).toBe(
      '*Yes\\!* See [terms](https://example.com/a) or `x_y`\\.',
    );
    expect(telegramMarkdown('# Hello')).toBe('*Hello*');
    expect(telegramMarkdown('2 * 3 = 6 [1] _a_ ~b~ ||c|| >d @everyone')).toBe(
      '2 \\* 3 \\= 6 \\[1\\] \\_a\\_ \\~b\\~ \\|\\|c\\|\\| \\>d @everyone',
    );
    expect(telegramMarkdown('[x](javascript:alert(1))')).toBe('\\[x\\]\\(javascript:alert\\(1\\)\\)');
  });
});

describe('What a stranger has said', () => {
  it('is in one form, without signs that cannot be seen or stored [CH-02]', () => {
    expect(normalisedText('  a\u0000b\r\nc\u001b[31m\ud800  ')).toBe('ab\nc[31m\ufffd');
    expect(normalisedText('e\u0301')).toBe('\u00e9');
    expect(normalisedText('x'.repeat(9_000))).toHaveLength(8_000);
    expect(normalisedLabel('a\nb', 10)).toBe('ab');
  });
});
