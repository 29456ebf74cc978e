import {
  distinctExamples,
  toJsonLines,
} from '../../src/contexts/knowledge/domain/training/training-examples';

describe('the examples of a training set', () => {
  const example = { question: 'When do you open?', answer: 'At nine.' };

  it('count once, however often and however spaced they come [KN-39]', () => {
    const given = [
      example,
      { ...example, question: ' When do you open? ' },
      { ...example, answer: 'At ten.' },
    ];
    const { examples, skipped } = distinctExamples(given);
    expect(examples).toEqual([given[0], given[2]]);
    expect(skipped).toBe(1);
  });

  it('differ when the model is told to be somebody else', () => {
    const { examples } = distinctExamples([example, { ...example, systemPrompt: 'You are a pirate.' }]);
    expect(examples).toHaveLength(2);
  });

  it('are the same set in any order, and another with one more', () => {
    const more = [example, { question: 'Where?', answer: 'Here.' }, { question: 'Who?', answer: 'We.' }];
    const hashes = [more, [...more].reverse(), more.slice(1)].map(
      (given) => distinctExamples(given).contentHash,
    );
    expect(hashes[1]).toBe(hashes[0]);
    expect(hashes[2]).not.toBe(hashes[0]);
  });

  it('are handed over as one conversation a line [KN-39]', () => {
    const lines = toJsonLines([
      example,
      { ...example, question: 'Two\nlines?', systemPrompt: 'You answer for a shop.' },
    ]);
    const conversations = lines.trimEnd().split('\n');
    expect(conversations.map((line) => JSON.parse(line) as object)).toEqual([
      {
        messages: [
          { role: 'user', content: 'When do you open?' },
          { role: 'assistant', content: 'At nine.' },
        ],
      },
      {
        messages: [
          { role: 'system', content: 'You answer for a shop.' },
          { role: 'user', content: 'Two\nlines?' },
          { role: 'assistant', content: 'At nine.' },
        ],
      },
    ]);
  });
});
