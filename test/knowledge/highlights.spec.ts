import { highlightsIn } from '../../src/contexts/knowledge/domain/highlights';
import { questionTerms } from '../../src/contexts/knowledge/domain/question-terms';
import { SnowballStemmers } from '../../src/contexts/knowledge/infrastructure/snowball.stemmers';

const stemmers = new SnowballStemmers();

function marked(text: string, question: string, language: string | null = null): string[] {
  const terms = questionTerms(question, language ? [language] : [], stemmers);
  const stemOf = language === null ? null : stemmers.of(language);
  return highlightsIn(text, terms, stemOf).map(({ start, end }) => text.slice(start, end));
}

describe('highlights', () => {
  it('are the words of the question, in whatever inflection', () => {
    expect(marked('Deliveries: we delivered the Délivery.', 'When is my delivery?')).toEqual([
      'Deliveries',
      'delivered',
      'Délivery',
    ]);
  });

  it('follow the language of the passage', () => {
    expect(marked('Zwei Häuser und ein Haus.', 'Haus', 'de')).toEqual(['Häuser', 'Haus']);
  });

  it('pass over words that only carry grammar', () => {
    expect(marked('What is it that you are?', 'What is it?')).toEqual([]);
  });

  it('stay few in a text that repeats one word', () => {
    expect(marked('refund '.repeat(200), 'refund')).toHaveLength(50);
  });
});
