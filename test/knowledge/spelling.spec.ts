import fc from 'fast-check';
import { canBeMisspelt, Misspelling } from '../../src/contexts/knowledge/domain/spelling';
import { Vocabulary } from '../../src/contexts/knowledge/infrastructure/search/vocabulary';

const likenessOf = (word: string, other: string) => new Misspelling(word).likenessTo(other);
const isAlike = (word: string, other: string) => likenessOf(word, other) !== null;

describe('a misspelling', () => {
  it.each([
    ['pasword', 'password', 1],
    ['delivrey', 'delivery', 1],
    ['invoce', 'invoice', 1],
    ['setings', 'settings', 1],
    ['zeppellins', 'zeppelin', 2],
  ])('of %s for %s is recognised', (word, other, mistakes) => {
    expect(likenessOf(word, other)).toMatchObject({ mistakes });
  });

  it('is not seen in words that are merely alike', () => {
    expect(isAlike('house', 'horror')).toBe(false);
    expect(isAlike('refund', 'return')).toBe(false);
    expect(isAlike('cable', 'table')).toBe(true);
    expect(isAlike('cables', 'fabled')).toBe(false);
  });

  it('may have one mistake in a short word, two in a longer one', () => {
    expect(isAlike('boats', 'boat')).toBe(true);
    expect(isAlike('boats', 'goat')).toBe(false);
    expect(isAlike('receipting', 'receipt')).toBe(false);
  });

  it('is never a word with a number in it, nor one of three letters', () => {
    expect(canBeMisspelt('iso9001')).toBe(false);
    expect(canBeMisspelt('cat')).toBe(false);
    expect(canBeMisspelt('boat')).toBe(true);
  });
});

describe('a vocabulary', () => {
  const letters = fc.string({ unit: fc.constantFrom(...'abcdeé'), minLength: 1, maxLength: 9 });

  it.each([
    ['strae', 'straße'],
    ['cafs', 'cafés'],
    ['кошк', 'кошка'],
  ])('finds what %s misspells in %s, whose letters take more bytes', (word, stem) => {
    const vocabulary = new Vocabulary();
    vocabulary.add(Buffer.from(stem));
    expect(vocabulary.similarTo(word)).toMatchObject([{ stem, mistakes: 1 }]);
  });

  it('passes over no stem that is alike, whatever its signatures say', () => {
    fc.assert(
      fc.property(fc.uniqueArray(letters, { maxLength: 80 }), letters, (stems, word) => {
        const vocabulary = new Vocabulary();
        for (const stem of stems) vocabulary.add(Buffer.from(stem));
        const found = vocabulary.similarTo(word).map(({ stem }) => stem);
        expect(found.sort()).toEqual(stems.filter((stem) => isAlike(word, stem)).sort());
      }),
      { numRuns: 1_000 },
    );
  });
});
