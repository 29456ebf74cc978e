import fc from 'fast-check';
import { type Chunk, type ChunkingOptions } from '../../src/contexts/knowledge/domain/chunking/chunk';
import { chunkDocument, textWithContext } from '../../src/contexts/knowledge/domain/chunking/chunk-document';
import { chunkingOptions } from '../../src/contexts/knowledge/domain/chunking/chunking-options';
import { type Tokenizer } from '../../src/contexts/knowledge/domain/tokenizer';
import { EstimatingTokenizer } from '../../src/contexts/knowledge/infrastructure/estimating.tokenizer';
import { GptTokenizer } from '../support/gpt-tokenizer';

const estimating = new EstimatingTokenizer();
const strategies = ['structure', 'fixed', 'paragraph'] as const;

function chunk(content: string, options: Partial<ChunkingOptions> = {}, tokenizer: Tokenizer = estimating) {
  return chunkDocument({ title: 'Manual', content, options: chunkingOptions(options) }, tokenizer);
}

const textsOf = (chunks: Chunk[]): string[] => chunks.map(({ text }) => text);
const sentences = (count: number, about: string): string =>
  Array.from({ length: count }, (_, i) => `Sentence ${i} says something about ${about}.`).join(' ');

describe('chunking by structure', () => {
  it('keeps a short document in one piece', () => {
    expect(chunk('Refunds take five days.')).toEqual([
      {
        ordinal: 0,
        heading: null,
        text: 'Refunds take five days.',
        startOffset: 0,
        endOffset: 23,
        tokens: estimating.count('Refunds take five days.'),
      },
    ]);
  });

  it('finds nothing in an empty or blank document', () => {
    expect(chunk('')).toEqual([]);
    expect(chunk('\ufeff \n\t\r\n ')).toEqual([]);
  });

  it('names the headings above each chunk', () => {
    const content = [
      '# Install',
      sentences(10, 'setup'),
      '## Linux',
      sentences(10, 'packages'),
      '## Windows ##',
      sentences(10, 'installers'),
      'Usage',
      '=====',
      sentences(10, 'commands'),
    ].join('\n\n');
    expect(chunk(content.replace('Usage\n\n=====', 'Usage\n=====')).map(({ heading }) => heading)).toEqual([
      'Install',
      'Install > Linux',
      'Install > Windows',
      'Usage',
    ]);
  });

  it('does not repeat the title of the document in the headings', () => {
    expect(chunk('# Manual\n\n## Care\n\nKeep dry.')[0]?.heading).toBe('Care');
  });

  it('never leaves a heading behind its section', () => {
    const content = [1, 2, 3, 4].map((n) => `## Part ${n}\n\n${sentences(12, `part ${n}`)}`).join('\n\n');
    for (const text of textsOf(chunk(content, { maxTokens: 150 }))) expect(text).not.toMatch(/## Part \d$/);
  });

  it('joins sections that are too small to stand alone, under the heading they share', () => {
    const [first, ...others] = chunk('# FAQ\n\n## Where?\n\nHere.\n\n## When?\n\nNow.');
    expect(others).toEqual([]);
    expect(first?.heading).toBe('FAQ');
  });

  it.each([
    ['a list', Array.from({ length: 12 }, (_, i) => `- item number ${i}`).join('\n')],
    ['a numbered list', Array.from({ length: 12 }, (_, i) => `${i + 1}. step number ${i}`).join('\n')],
    [
      'a table',
      ['| a | b |', '|---|---|', ...Array.from({ length: 9 }, (_, i) => `| ${i} | x |`)].join('\n'),
    ],
    ['fenced code', '```js\n# not a heading\n\nconst a = 1;\n\n- no list\n```'],
  ])('keeps %s whole where it fits', (_, block) => {
    const content = `${sentences(9, 'before')}\n\n${block}\n\n${sentences(9, 'after')}`;
    expect(textsOf(chunk(content, { maxTokens: 120 })).filter((text) => text.includes(block))).toHaveLength(
      1,
    );
  });

  it('keeps a list with the line that announces it', () => {
    const list = 'You need:\n\n- a screwdriver\n- patience';
    const content = `${sentences(14, 'tools')}\n\n${list}\n\n${sentences(14, 'time')}`;
    expect(textsOf(chunk(content, { maxTokens: 150 })).some((text) => text.includes(list))).toBe(true);
  });

  it('does not take code comments for headings, even in a fence that never closes', () => {
    expect(chunk('# Real\n\n```sh\n# comment\necho').map(({ heading }) => heading)).toEqual(['Real']);
  });

  it('does not take front matter for headings', () => {
    expect(chunk('---\ntitle: x\n---\n\n# Real\n\nText.')[0]?.heading).toBe('Real');
  });

  it('splits a long paragraph between sentences', () => {
    const texts = textsOf(chunk(sentences(60, 'length'), { maxTokens: 60 }));
    expect(texts.length).toBeGreaterThan(3);
    for (const text of texts) expect(text).toMatch(/^Sentence .*\.$/s);
  });

  it('splits a long sentence between words, and a long word between characters', () => {
    const words = textsOf(chunk('lorem ipsum '.repeat(200), { maxTokens: 40 }));
    for (const text of words) expect(text).toMatch(/^(lorem|ipsum)( (lorem|ipsum))*$/);
    expect(textsOf(chunk('x'.repeat(5_000), { maxTokens: 40 })).join('')).toBe('x'.repeat(5_000));
  });

  it('never cuts a surrogate pair or an accent from its letter', () => {
    for (const text of textsOf(chunk('😀'.repeat(900), { maxTokens: 30 })))
      expect(text).toMatch(/^(?:😀)+$/u);
    for (const text of textsOf(chunk('e\u0301'.repeat(900), { maxTokens: 30 }))) {
      expect(text).toMatch(/^(?:e\u0301)+$/);
    }
  });

  it('gives the embedder the place of a chunk together with its text', () => {
    expect(textWithContext('Manual', { heading: 'Care', text: 'Keep dry.' })).toBe('Manual\nCare\nKeep dry.');
    expect(textWithContext('', { heading: null, text: 'Keep dry.' })).toBe('Keep dry.');
  });
});

describe('chunking in fixed windows', () => {
  it('is 1000 tokens with an overlap of 200 unless told otherwise', () => {
    expect(chunkingOptions({ strategy: 'fixed' })).toEqual({
      strategy: 'fixed',
      maxTokens: 1000,
      overlapTokens: 200,
    });
  });

  it('fills its windows and begins each with the end of the one before', () => {
    const chunks = chunk(sentences(400, 'windows'), { strategy: 'fixed' });
    expect(chunks.length).toBeGreaterThan(3);
    for (const [i, { tokens, startOffset }] of chunks.entries()) {
      if (i < chunks.length - 1) expect(tokens).toBeGreaterThan(850);
      const before = chunks[i - 1];
      if (!before) continue;
      const overlap = chunkDocumentOverlap(before, startOffset);
      expect(overlap).toBeGreaterThan(150);
      expect(overlap).toBeLessThanOrEqual(220);
    }
  });
});

describe('chunking by paragraph', () => {
  it('gives every paragraph of some size a chunk of its own', () => {
    const paragraphs = ['one', 'two', 'three'].map((about) => sentences(10, about));
    expect(textsOf(chunk(paragraphs.join('\n\n'), { strategy: 'paragraph' }))).toEqual(paragraphs);
  });
});

describe('chunking options', () => {
  it('brings impossible limits into the range that works', () => {
    expect(chunkingOptions({ maxTokens: -5 }).maxTokens).toBe(16);
    expect(chunkingOptions({ maxTokens: NaN }).maxTokens).toBe(16);
    expect(chunkingOptions({ maxTokens: 1e9 }).maxTokens).toBe(8000);
    expect(chunkingOptions({ strategy: 'fixed', maxTokens: 100, overlapTokens: 500 }).overlapTokens).toBe(50);
  });
});

describe('any text', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.lorem({ maxCount: 30 }),
    fc.constantFrom(
      '\n',
      '\n\n',
      '\r\n',
      '\ufeff',
      '\0',
      ' '.repeat(70),
      '# H\n',
      '###### deep\n',
      'Title\n===\n',
    ),
    fc.constantFrom(
      '```\n',
      '~~~\n',
      '- item\n',
      '1. step\n',
      '| a | b |\n',
      '|---|---|\n',
      'e\u0301\u0302',
      '👨‍👩‍👧',
    ),
    fc.constantFrom(
      'x'.repeat(300),
      '文'.repeat(120),
      '\ud800',
      '\udc00',
      '.'.repeat(90),
      'See: \n',
      '> quote\n',
    ),
  );
  const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
  const options = fc.record({
    strategy: fc.constantFrom(...strategies),
    maxTokens: fc.integer({ min: 16, max: 120 }),
    overlapTokens: fc.integer({ min: 0, max: 60 }),
  });

  function expectSoundChunks(content: string, requested: ChunkingOptions, tokenizer: Tokenizer): void {
    const chunks = chunk(content, requested, tokenizer);
    let covered = 0;
    for (const [i, { ordinal, text, startOffset, endOffset, tokens }] of chunks.entries()) {
      expect(ordinal).toBe(i);
      expect(text).toBe(content.slice(startOffset, endOffset));
      expect(text).toBe(text.trim());
      expect(text).not.toBe('');
      expect(tokens).toBe(tokenizer.count(text));
      expect(tokens).toBeLessThanOrEqual(requested.maxTokens);
      expect(startOffset).toBeGreaterThanOrEqual(chunks[i - 1]?.startOffset ?? 0);
      expect(endOffset).toBeGreaterThan(covered);
      expect(content.slice(covered, Math.max(covered, startOffset)).trim()).toBe('');
      expect(isInsidePair(content, startOffset) || isInsidePair(content, endOffset)).toBe(false);
      covered = endOffset;
    }
    expect(content.slice(covered).trim()).toBe('');
    expect(chunk(content, requested, tokenizer)).toEqual(chunks);
  }

  it('is covered in order, within the limit, citable by its offsets, and always alike', () => {
    fc.assert(
      fc.property(text, options, (content, requested) => expectSoundChunks(content, requested, estimating)),
      { numRuns: 400 },
    );
  });

  it('is so with exact token counts too', async () => {
    const exact = await GptTokenizer.load();
    fc.assert(
      fc.property(text, options, (content, requested) => expectSoundChunks(content, requested, exact)),
      { numRuns: 150 },
    );
  });
});

describe('large and hostile texts', () => {
  const megabytes = (piece: string, size: number): string =>
    piece.repeat(Math.ceil((size * 1e6) / piece.length)).slice(0, size * 1e6);

  it.each([
    ['2 MB of prose', megabytes(`# Part\n\n${sentences(40, 'everything')}\n\n- a\n- b\n\n`, 2)],
    ['2 MB in one line', megabytes('One more sentence, no line break. ', 2)],
    ['a line of 2 MB without a space', 'x'.repeat(2e6)],
    [
      '100,000 headings',
      Array.from({ length: 1e5 }, (_, i) => `${'#'.repeat(1 + (i % 6))} H${i}`).join('\n'),
    ],
    ['fences that never close', megabytes('```\ncode\n~~~\n', 1)],
    ['dots without end', `${'.'.repeat(1e6)}a`],
    ['accents without end', `e${'\u0301'.repeat(1e6)}`],
    ['little but white space', `${' '.repeat(1e6)}a${'\n'.repeat(3e5)}b`],
    ['nothing but list marks', '- '.repeat(3e5)],
  ])('%s: is chunked in linear time', (_, content) => {
    for (const strategy of strategies) {
      const started = performance.now();
      const chunks = chunk(content, { strategy });
      // Takes well under a second; quadratic time would be minutes.
      expect(performance.now() - started).toBeLessThan(10_000);
      expect(chunks.at(-1)?.endOffset).toBe(content.trimEnd().length);
    }
  });
});

describe('token counts', () => {
  const samples = [
    'The customer may return the product within thirty days of purchase for a full refund.',
    'Der Kunde kann das Produkt innerhalb von dreißig Tagen nach dem Kauf zurückgeben.',
    'Le client peut retourner le produit dans les trente jours suivant son achat.',
    'const total = items.reduce((sum, item) => sum + item.price * item.quantity, 0);',
  ];

  it('are estimated within a third of the exact ones', async () => {
    const exact = await GptTokenizer.load('o200k_base');
    for (const sample of samples) {
      const share = estimating.count(sample) / exact.count(sample);
      expect(share).toBeGreaterThan(0.75);
      expect(share).toBeLessThan(1.35);
    }
  });

  it('are exact where the vocabulary is loaded, whatever looks special in the text', async () => {
    const exact = await GptTokenizer.load();
    expect(exact.count('hello world')).toBe(2);
    expect(exact.count('')).toBe(0);
    expect(exact.count('<|endoftext|>')).toBeGreaterThan(1);
    expect(exact.count('hello world '.repeat(1000))).toBeLessThanOrEqual(2 * 1000 + 20);
  });
});

function chunkDocumentOverlap(before: Chunk, startOffset: number): number {
  return estimating.count(before.text.slice(startOffset - before.startOffset));
}

function isInsidePair(content: string, at: number): boolean {
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(content.slice(at - 1, at + 1)) && at > 0;
}
