import fc from 'fast-check';
import { extractAnswer } from '../../src/contexts/agent/domain/extractive-answer';

const passages = [
  {
    id: 'refunds',
    title: 'Refund policy',
    text: `# Refunds

You may return any item within 30 days of delivery. Refunds are paid to the original payment
method within five business days. **Sale items** cannot be returned [7].

## How to return an item

1. Log in to your account and open the order.
2. Click "Return item" and print the label.
3. Drop the parcel at any post office.`,
  },
  {
    id: 'shipping',
    title: 'Shipping',
    text: `Standard delivery takes two to four business days. Express delivery costs 9.90 euros and arrives the
next day. We ship to all countries of the European Union.

| Country | Price |
|---------|-------|
| Iceland | 25 euros |`,
  },
  {
    id: 'faq',
    title: 'Account FAQ',
    text: `**How do I reset my password?** Open the [login page](https://example.com/login) and choose "Forgot password".
You will get a link by e-mail.

**What is a workspace?** A workspace is the home of your agents, documents and channels.

Every workspace needs:

- an owner
- a plan`,
  },
  {
    id: 'rueckgabe',
    title: 'Rücksendungen',
    text: 'Sie können Artikel innerhalb von 14 Tagen zurücksenden. Versandkosten werden nicht erstattet.',
  },
  { id: 'livraison', title: 'Livraison', text: 'La livraison express coûte 12 euros. Elle prend un jour.' },
  {
    id: 'cuenta',
    title: 'Cuenta',
    text: 'Puede cambiar su contraseña en la página de ajustes. El plan es mensual.',
  },
  { id: 'fatture', title: 'Fatture', text: 'La fattura arriva per posta elettronica ogni mese.' },
];

describe('an answer from passages', () => {
  it.each([
    ['When will my refund be paid?', 'within five business days', 'refunds'],
    ['What does express delivery cost?', '9.90 euros', 'shipping'],
    ['Do you ship to the European Union?', 'all countries of the European Union', 'shipping'],
    ['How can I reset my password?', 'choose "Forgot password"', 'faq'],
    ['What is a workspace?', 'A workspace is the home of', 'faq'],
    ['Can I return sale items?', 'Sale items cannot be returned', 'refunds'],
    ['How much is shipping to Iceland?', 'Iceland, 25 euros', 'shipping'],
    ['Werden Versandkosten erstattet?', 'Versandkosten werden nicht erstattet', 'rueckgabe'],
    ['Combien coûte la livraison express ?', '12 euros', 'livraison'],
    ['¿Cómo cambio mi contraseña?', 'página de ajustes', 'cuenta'],
    ['Quando arriva la fattura?', 'per posta elettronica', 'fatture'],
  ])('to "%s" says "%s"', (question, expected, id) => {
    const answer = extractAnswer(question, passages);
    expect(answer?.reply).toContain(expected);
    expect(answer?.usedPassageIds[0]).toBe(id);
    expect(answer?.confidence).toBeGreaterThan(0.6);
    expect(answer?.confidence).toBeLessThanOrEqual(1);
  });

  it('cites every sentence by the number of its passage', () => {
    const answer = extractAnswer('Can I return sale items?', passages);
    expect(answer).toMatchObject({
      reply: 'Sale items cannot be returned. [1]',
      usedPassageIds: ['refunds'],
    });
  });

  it('numbers several passages in the order in which it uses them', () => {
    const answer = extractAnswer('Does Alpha support printing and does Beta support scanning?', [
      { id: 'other', title: '', text: 'Nothing about that is written here at all.' },
      { id: 'beta', title: '', text: 'Beta supports scanning of large documents.' },
      { id: 'alpha', title: '', text: 'Alpha supports printing on any paper.' },
    ]);
    expect(answer?.usedPassageIds).toHaveLength(2);
    expect([...(answer?.usedPassageIds ?? [])].sort()).toEqual(['alpha', 'beta']);
    const [first, second] = answer?.usedPassageIds ?? [];
    expect(answer?.reply.toLowerCase()).toMatch(
      new RegExp(`^${first} .*\\. \\[1\\] ${second} .*\\. \\[2\\]$`),
    );
  });

  it('gives the steps of a procedure together, in their order and without list marks', () => {
    expect(extractAnswer('How do I return an item?', passages)?.reply).toBe(
      'Log in to your account and open the order. [1] Click "Return item" and print the label. [1] ' +
        'Drop the parcel at any post office. [1]',
    );
  });

  it('gives what a sentence announces together with it', () => {
    expect(extractAnswer('What does every workspace need?', passages)?.reply).toBe(
      'Every workspace needs: [1] an owner. [1] a plan. [1]',
    );
  });

  it('prefers the sentence that defines for a question about what something is', () => {
    const answer = extractAnswer('What is a webhook?', [
      {
        id: 'a',
        title: '',
        text: 'Add a webhook in the settings. A webhook is a request sent to your server on events.',
      },
    ]);
    expect(answer?.reply).toBe('A webhook is a request sent to your server on events. [1]');
  });

  it('shows no headings, no code and no numbers that look like citations', () => {
    const answer = extractAnswer('How do I install the tool?', [
      {
        id: 'a',
        title: 'Tool',
        text: '# Install the tool\n\n```sh\ninstall the tool\n```\n\nInstall the **tool** with `setup` [3].',
      },
    ]);
    expect(answer?.reply).toBe('Install the tool with setup. [1]');
  });

  it('shortens a sentence without end', () => {
    const answer = extractAnswer('refund', [
      { id: 'a', title: '', text: `refund ${'and more '.repeat(500)}` },
    ]);
    expect(answer?.reply.length).toBeLessThan(420);
    expect(answer?.reply).toMatch(/… \[1\]$/);
  });
});

describe('no answer', () => {
  it.each([
    'What is the capital of France?',
    'Who won the world cup in 1998?',
    'What is photosynthesis?',
    'Wie hoch ist der Mount Everest?',
    'and what about that?',
    '',
  ])('is given to "%s"', (question) => {
    expect(extractAnswer(question, passages)).toBeNull();
  });

  it('is given from nothing', () => {
    expect(extractAnswer('What is a refund?', [])).toBeNull();
    expect(
      extractAnswer('What is a refund?', [{ id: 'a', title: 'Refund', text: ' \n# Refund\n' }]),
    ).toBeNull();
  });
});

it.each([
  'How do I order a pizza in Rome?',
  'Tell me a joke about delivery',
  'What is the best business school in Germany?',
  'Which payment did Napoleon receive from Russia?',
])('is less than sure of itself where only a word is shared: "%s"', (question) => {
  expect(extractAnswer(question, passages)?.confidence ?? 0).toBeLessThan(0.3);
});

it('is sound for any question and any passages', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.lorem(),
    fc.constantFrom('# a\n', '- b\n', '```', 'a: ', '[1]', '|a|'),
  );
  const passage = fc.record({
    id: fc.uuid(),
    title: text,
    text: fc.array(text).map((parts) => parts.join('')),
  });
  fc.assert(
    fc.property(text, fc.array(passage, { maxLength: 6 }), (question, given) => {
      const answer = extractAnswer(question, given);
      if (!answer) return;
      expect(answer.confidence).toBeGreaterThanOrEqual(0);
      expect(answer.confidence).toBeLessThanOrEqual(1);
      const cited = new Set(answer.reply.match(/\[\d+\]/g));
      expect(cited).toEqual(new Set(answer.usedPassageIds.map((_, i) => `[${i + 1}]`)));
      for (const id of answer.usedPassageIds) expect(given.map((p) => p.id)).toContain(id);
    }),
    { numRuns: 300 },
  );
});

it('reads hostile passages in no time', () => {
  const pieces = [
    'a',
    '[(',
    '![',
    '# ',
    '. ',
    '<a',
    '|-',
    ' ',
    '\t \t',
    '[a](',
    '*',
    '"',
    '- ',
    '\n',
    '\ud800',
    '?',
    'is ',
  ];
  const started = performance.now();
  for (const piece of pieces) {
    const text = piece.repeat(100_000);
    extractAnswer(`refund ${text}`, [{ id: 'a', title: text, text: `a refund. ${text}` }]);
  }
  expect(performance.now() - started).toBeLessThan(3_000);
});
