import { type WorkspaceIndex } from '../../src/contexts/knowledge/infrastructure/search/workspace-index';
import { candidatesFor, EVERYTHING, idsOf, indexOf, rowOf, termsIn } from './index-rows';

const correctionsIn = (index: WorkspaceIndex, question: string) =>
  index.matching(termsIn(index, question), EVERYTHING).corrected;

describe('words of several languages', () => {
  const texts = {
    german: 'Die Häuser am See',
    french: 'Les chevaux dans le pré',
    english: 'Horses and houses',
  };
  const languages = { german: { language: 'de' }, french: { language: 'fr' }, english: { language: 'en' } };

  it('are found in the inflections of the language of each document [KN-18]', () => {
    const index = indexOf(texts, languages);
    expect([...index.knownLanguages].sort()).toEqual(['de', 'en', 'fr']);
    expect(idsOf(candidatesFor(index, 'Haus'))).toContain('german');
    expect(idsOf(candidatesFor(index, 'cheval'))).toEqual(['french']);
    expect(idsOf(candidatesFor(index, 'horse'))).toEqual(['english']);
  });

  it('count once in a row, whatever stems they go by', () => {
    const index = indexOf({ both: 'north south', one: 'north west', none: 'left right' });
    const asOneWord = [{ word: 'north', stems: ['north', 'south'] }];
    const { candidates } = index.matching(asOneWord, EVERYTHING);
    expect(idsOf(candidates)).toEqual(['both', 'one']);
    expect(candidates[0]!.score).toBeCloseTo(candidates[1]!.score);
  });
});

describe('words that no passage has', () => {
  const index = indexOf({
    password: 'Choose a new password in the settings.',
    invoice: 'An invoice for order A1234 is sent.',
    // So that the words above are rare.
    others: 'Nothing of the kind is said here.',
  });

  it('stand for the word most like them, and say so [KN-18]', () => {
    expect(idsOf(candidatesFor(index, 'pasword'))).toEqual(['password']);
    expect(idsOf(candidatesFor(index, 'invocie'))).toEqual(['invoice']);
    expect(correctionsIn(index, 'the pasword')).toEqual([{ word: 'pasword', stems: ['password'] }]);
  });

  it('count less than the word itself', () => {
    const [right] = candidatesFor(index, 'password');
    const [guessed] = candidatesFor(index, 'pasword');
    expect(guessed!.score).toBeLessThan(right!.score);
  });

  it('stay what they are when they have a number in them, or when nothing is like them', () => {
    expect(correctionsIn(index, 'A1235')).toEqual([]);
    expect(correctionsIn(index, 'zeppelin')).toEqual([]);
    expect(candidatesFor(index, 'A1235 zeppelin')).toEqual([]);
  });

  it('are left alone where some passage has them', () => {
    const withBoth = indexOf({ cable: 'A cable', table: 'A table', chair: 'A chair' });
    expect(idsOf(candidatesFor(withBoth, 'cable'))).toEqual(['cable']);
  });
});

describe('words that have to be there', () => {
  it('shut out rows that lack one of them, in either leg', () => {
    const near = { vector: Float32Array.from([1, 0, 0, 0]) };
    const texts = { whole: 'The return address label', half: 'The return label', other: 'A label' };
    const index = indexOf(texts, { whole: near, half: near, other: near });
    const bounds = { ...EVERYTHING, words: termsIn(index, 'return address') };
    expect(idsOf(candidatesFor(index, 'label', bounds))).toEqual(['whole']);
    expect(idsOf(index.nearest(Float32Array.from([1, 0, 0, 0]), bounds))).toEqual(['whole']);
  });
});

describe('access lists', () => {
  const near = Float32Array.from([1, 0, 0, 0]);
  const index = indexOf(
    { open: 'plans for all', staff: 'plans for staff', nobody: 'plans for nobody' },
    {
      open: { vector: near },
      staff: { vector: near, access: ['role:member', 'user:ada'] },
      nobody: { vector: near, access: [] },
    },
  );
  const seenBy = (readers: string[] | null) => {
    const bounds = { ...EVERYTHING, readers };
    const inWords = idsOf(candidatesFor(index, 'plans', bounds)).sort();
    expect(idsOf(index.nearest(near, bounds)).sort()).toEqual(inWords);
    return inWords;
  };

  it('let in whom they name, in either leg, and whoever may see everything [TE-15]', () => {
    expect(seenBy(null)).toEqual(['nobody', 'open', 'staff']);
    expect(seenBy(['role:agent'])).toEqual(['open']);
    expect(seenBy(['role:agent', 'user:ada'])).toEqual(['open', 'staff']);
    expect(seenBy([])).toEqual(['open']);
  });

  it('hold together with other bounds', () => {
    const documentIds = new Set(['document of staff', 'document of open']);
    const bounds = { ...EVERYTHING, documentIds, readers: ['role:service'] };
    expect(idsOf(candidatesFor(index, 'plans', bounds))).toEqual(['open']);
  });

  it('can change while the document stays, and take nothing of it away', () => {
    const changing = indexOf({ a: 'plans' });
    const readers = { ...EVERYTHING, readers: ['role:member'] };
    changing.withdraw({ documentId: 'document of a', belowVersion: 1, access: ['role:service'] });
    expect(candidatesFor(changing, 'plans', readers)).toEqual([]);
    expect(candidatesFor(changing, 'plans')).toHaveLength(1);
    changing.add(rowOf('b', 'plans', { documentId: 'document of a', version: 2, access: ['role:member'] }));
    expect(idsOf(candidatesFor(changing, 'plans', readers))).toEqual(['b']);
    changing.withdraw({ documentId: 'document of a', belowVersion: 2, access: null });
    expect(idsOf(candidatesFor(changing, 'plans', readers))).toEqual(['b']);
  });
});
