import fc from 'fast-check';
import { stemsOfQuestion, termsOfPassage } from '../../src/contexts/knowledge/domain/passage-terms';
import { questionTerms } from '../../src/contexts/knowledge/domain/question-terms';
import { SnowballStemmers } from '../../src/contexts/knowledge/infrastructure/snowball.stemmers';
import { foldText } from '../../src/kernel/text/fold';
import { accentedWordsOf, wordsOf } from '../../src/kernel/text/words';

const stemmers = new SnowballStemmers();
const EVERY_LANGUAGE = 'ar bg da de es fi fr hu it lt nl no pt ro ru sr sv tr uk'.split(' ');

function finds(
  question: string,
  text: string,
  language: string | null,
  others: readonly string[] = [],
): boolean {
  const terms = termsOfPassage({ title: '', heading: null, text }, language, stemmers);
  const asked = questionTerms(question, language ? [language, ...others] : others, stemmers);
  return asked.length > 0 && asked.every(({ stems }) => stems.some((stemmed) => terms.has(stemmed)));
}

describe('words of a language', () => {
  it.each([
    ['ar', 'كتاب', 'الكتاب على الرف'],
    ['bg', 'книга', 'нашите книги'],
    ['da', 'bog', 'bogen ligger her'],
    ['de', 'Haus', 'die Häuser am Rand'],
    ['de', 'Kündigung', 'Kündigungen sind schriftlich'],
    ['es', 'devolución', 'las devoluciones son gratis'],
    ['fi', 'talo', 'asumme talossa'],
    ['fr', 'chevaux', 'un cheval blanc'],
    ['hu', 'ház', 'a házak'],
    ['it', 'spedizione', 'le spedizioni in ritardo'],
    ['lt', 'knyga', 'senos knygos'],
    ['nl', 'levering', 'leveringen duren lang'],
    ['no', 'levering', 'leveringer tar tid'],
    ['pt', 'devolução', 'as devoluções são grátis'],
    ['ro', 'carte', 'cartea veche'],
    ['ru', 'возвраты', 'срок возврата'],
    ['sr', 'knjiga', 'stare knjige'],
    ['sv', 'bok', 'boken ligger här'],
    ['tr', 'kitap', 'kitaplar burada'],
    ['uk', 'книга', 'наші книги'],
  ])('in %s are found whatever their inflection: %s', (language, question, text) => {
    expect(finds(question, text, language)).toBe(true);
    expect(finds(question, text, language, EVERY_LANGUAGE)).toBe(true);
  });

  it('are found in the regional form of a language', () => {
    expect(finds('devolução', 'as devoluções', 'pt-BR')).toBe(true);
    expect(finds('levering', 'leveringer', 'nb')).toBe(true);
  });

  it('are found without the accents that a keyboard lacks', () => {
    expect(finds('kundigung', 'Kündigungen sind schriftlich', 'de')).toBe(true);
    expect(finds('devolucion', 'las devoluciones', 'es')).toBe(true);
    expect(finds('devolucao', 'as devoluções', 'pt')).toBe(true);
  });

  it('are found in a passage of unknown language while others are there', () => {
    expect(finds('deliveries', 'We deliver within days.', null, ['de', 'fr'])).toBe(true);
  });

  it('leave out those that only carry grammar', () => {
    const terms = termsOfPassage(
      { title: '', heading: null, text: 'Hoe kan het huis naar zee?' },
      'nl',
      stemmers,
    );
    expect([...terms.keys()]).toEqual(['huis', 'zee']);
    expect(questionTerms('Hoe kan het huis?', ['nl'], stemmers).map(({ word }) => word)).toEqual(['huis']);
  });

  it('come with one stem for each language that has another one, the common first', () => {
    expect(questionTerms('Häuser', ['de', 'de-AT', 'en', 'xx'], stemmers)).toEqual([
      { word: 'hauser', stems: ['haus'] },
    ]);
    const [term] = questionTerms('chevaux', ['fr'], stemmers);
    expect(term).toEqual({ word: 'chevaux', stems: [stemsOfQuestion('chevaux')[0], 'cheval'] });
  });
});

describe('words of English, and of a language that nobody knows', () => {
  const anything = fc.oneof(
    fc.lorem(),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('½ ﬁne ＡＢＣ', 'İstanbul'),
  );

  it('are what the common stemmer makes of them', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const common = stemsOfQuestion(text);
        expect(questionTerms(text, [], stemmers).map(({ stems }) => stems)).toEqual(
          common.map((one) => [one]),
        );
        for (const language of [null, 'en', 'en-GB', 'xx']) {
          expect([...termsOfPassage({ title: '', heading: null, text }, language, stemmers).keys()]).toEqual(
            common,
          );
        }
      }),
    );
  });
});

describe('words of scripts without spaces', () => {
  it.each([
    ['Chinese', '退货期限', '商品的退货期限为三十天。'],
    ['Japanese', '返品', 'この商品は返品できます。'],
    ['Thai', 'คืนสินค้า', 'ลูกค้าสามารถคืนสินค้าได้ภายในสามสิบวัน'],
    ['Korean', '반품', '반품은 삼십 일 이내에 가능합니다.'],
  ])('are found in the middle of %s', (_, question, text) => {
    expect(finds(question, text, null)).toBe(true);
    expect(finds(question, text, 'de')).toBe(true);
  });
});

describe('words with their accents', () => {
  it('are the folded ones, seen before folding', () => {
    const spelled = 'Über Ünlü naïve façades: 42 Ämter, ｆｕｌｌ 商品です ½';
    expect(accentedWordsOf(spelled).map(foldText)).toEqual(wordsOf(spelled));
  });

  it('are stemmed to something that has none, however long or strange they are', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(word, fc.constantFrom(...EVERY_LANGUAGE), (any, language) => {
        for (const one of accentedWordsOf(any)) {
          const stemmed = stemmers.of(language)!(one);
          expect(stemmed).toBe(foldText(stemmed));
        }
      }),
      { numRuns: 500 },
    );
  });
});
