import { highlightsIn } from '../../src/contexts/knowledge/domain/highlights';
import { stemsOfQuestion } from '../../src/contexts/knowledge/domain/passage-terms';

function marked(text: string, question: string): string[] {
  return highlightsIn(text, stemsOfQuestion(question)).map(({ start, end }) => text.slice(start, end));
}

describe('highlights', () => {
  it('are the words of the question, in whatever inflection', () => {
    expect(marked('Deliveries: we delivered the Délivery.', 'When is my delivery?')).toEqual([
      'Deliveries',
      'delivered',
      'Délivery',
    ]);
  });

  it('pass over words that only carry grammar', () => {
    expect(marked('What is it that you are?', 'What is it?')).toEqual([]);
  });

  it('stay few in a text that repeats one word', () => {
    expect(marked('refund '.repeat(200), 'refund')).toHaveLength(50);
  });
});
