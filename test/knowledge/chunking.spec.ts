import { type Chunk } from '../../src/contexts/knowledge/domain/chunking/chunk';
import { textWithContext } from '../../src/contexts/knowledge/domain/chunking/chunk-document';
import { chunkingOptions } from '../../src/contexts/knowledge/domain/chunking/chunking-options';
import { chunk, exact } from './chunking';

const TOKENS_OF_A_WORD = 4;
const TOKENS_OF_A_FAMILY = 24;
const textsOf = (chunks: Chunk[]): string[] => chunks.map(({ text }) => text);
const headingsOf = (chunks: Chunk[]): (string | null)[] => chunks.map(({ heading }) => heading);
const sentences = (count: number, about: string): string =>
  Array.from({ length: count }, (_, i) => `Sentence ${i} says something about ${about}.`).join(' ');

describe('chunking by structure', () => {
  it('keeps a short document in one piece', async () => {
    expect(await chunk('Refunds take five days.')).toEqual([
      {
        ordinal: 0,
        heading: null,
        text: 'Refunds take five days.',
        startOffset: 0,
        endOffset: 23,
        tokens: 6,
        pageFrom: null,
        pageTo: null,
      },
    ]);
  });

  it('finds nothing in an empty or blank document', async () => {
    expect(await chunk('')).toEqual([]);
    expect(await chunk('\ufeff \n\t\r\n ')).toEqual([]);
  });

  it('names the headings above each chunk', async () => {
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
    const chunks = await chunk(content.replace('Usage\n\n=====', 'Usage\n====='));
    expect(headingsOf(chunks)).toEqual(['Install', 'Install > Linux', 'Install > Windows', 'Usage']);
  });

  it('does not repeat the title of the document in the headings', async () => {
    expect(headingsOf(await chunk('# Manual\n\n## Care\n\nKeep dry.'))).toEqual(['Care']);
  });

  it('never leaves a heading behind its section', async () => {
    const content = [1, 2, 3, 4].map((n) => `## Part ${n}\n\n${sentences(12, `part ${n}`)}`).join('\n\n');
    for (const text of textsOf(await chunk(content, { maxTokens: 150 })))
      expect(text).not.toMatch(/## Part \d$/);
  });

  it('joins sections that are too small to stand alone, under the heading they share', async () => {
    const [first, ...others] = await chunk('# FAQ\n\n## Where?\n\nHere.\n\n## When?\n\nNow.');
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
  ])('keeps %s whole where it fits', async (_, block) => {
    const content = `${sentences(9, 'before')}\n\n${block}\n\n${sentences(9, 'after')}`;
    expect(
      textsOf(await chunk(content, { maxTokens: 120 })).filter((text) => text.includes(block)),
    ).toHaveLength(1);
  });

  it('keeps a list with the line that announces it', async () => {
    const list = 'You need:\n\n- a screwdriver\n- patience';
    const content = `${sentences(14, 'tools')}\n\n${list}\n\n${sentences(14, 'time')}`;
    expect(textsOf(await chunk(content, { maxTokens: 150 })).some((text) => text.includes(list))).toBe(true);
  });

  it('does not take code comments for headings, even in a fence that never closes', async () => {
    expect(headingsOf(await chunk('# Real\n\n```sh\n# comment\necho'))).toEqual(['Real']);
  });

  it('does not take front matter for headings', async () => {
    expect(headingsOf(await chunk('---\ntitle: x\n---\n\n# Real\n\nText.'))).toEqual(['Real']);
  });

  it('splits a long paragraph between sentences', async () => {
    const texts = textsOf(await chunk(sentences(60, 'length'), { maxTokens: 60 }));
    expect(texts.length).toBeGreaterThan(3);
    for (const text of texts) expect(text).toMatch(/^Sentence .*\.$/s);
  });

  it('splits a long sentence between words, and a long word between characters', async () => {
    const words = textsOf(await chunk('lorem ipsum '.repeat(200), { maxTokens: 40 }));
    for (const text of words) expect(text).toMatch(/^(lorem|ipsum)( (lorem|ipsum))*$/);
    expect(textsOf(await chunk('x'.repeat(5_000), { maxTokens: 40 })).join('')).toBe('x'.repeat(5_000));
  });

  it('never cuts a surrogate pair or an accent from its letter', async () => {
    for (const text of textsOf(await chunk('😀'.repeat(900), { maxTokens: 30 })))
      expect(text).toMatch(/^(?:😀)+$/u);
    for (const text of textsOf(await chunk('e\u0301'.repeat(900), { maxTokens: 30 }))) {
      expect(text).toMatch(/^(?:e\u0301)+$/);
    }
  });

  it('gives the embedder the place of a chunk together with its text', () => {
    expect(textWithContext('Manual', { heading: 'Care', text: 'Keep dry.' })).toBe('Manual\nCare\nKeep dry.');
    expect(textWithContext('', { heading: null, text: 'Keep dry.' })).toBe('Keep dry.');
  });
});

describe('chunking a table that is too large', () => {
  const rows = Array.from({ length: 40 }, (_, i) => `| Item ${i} | ${i}.99 |`);

  it('names its columns in the heading of every part but the first, which shows them [KN-09]', async () => {
    const content = ['## Prices', '', '| Product | Price |', '|---|---|', ...rows].join('\n');
    const [first, ...others] = await chunk(content, { maxTokens: 100 });
    expect(first?.heading).toBe('Prices');
    expect(first?.text).toContain('| Product | Price |');
    expect(others.length).toBeGreaterThan(2);
    for (const { heading, text } of others) {
      expect(heading).toBe('Prices > Product | Price');
      expect(text).toMatch(/^\| Item .* \|$/s);
    }
  });

  it('makes up no columns where the first row is a row like any other', async () => {
    const chunks = await chunk(['# Prices', '', ...rows].join('\n'), { maxTokens: 100 });
    expect(new Set(headingsOf(chunks))).toEqual(new Set(['Prices']));
  });
});

describe('chunking in fixed windows', () => {
  it('is 1000 tokens with an overlap of 200 unless told otherwise [KN-08]', () => {
    expect(chunkingOptions({ strategy: 'fixed' })).toEqual({
      strategy: 'fixed',
      maxTokens: 1000,
      overlapTokens: 200,
    });
  });

  it('fills its windows, and repeats as much of the one before, to within a word [KN-08]', async () => {
    const chunks = await chunk(sentences(600, 'windows'), { strategy: 'fixed' });
    expect(chunks.length).toBeGreaterThan(5);
    for (const [i, { tokens, startOffset }] of chunks.entries()) {
      if (i < chunks.length - 1) expect(tokens).toBeGreaterThan(1000 - TOKENS_OF_A_WORD);
      expect(tokens).toBeLessThanOrEqual(1000);
      const before = chunks[i - 1];
      if (!before) continue;
      const overlap = exact.count(before.text.slice(startOffset - before.startOffset));
      expect(overlap).toBeGreaterThan(200 - TOKENS_OF_A_WORD);
      expect(overlap).toBeLessThanOrEqual(200);
    }
  });

  it.each([
    ['Chinese', '文字を読む漢字'.repeat(900)],
    ['one word without end', 'x'.repeat(60_000)],
    ['emoji', '👨‍👩‍👧😀'.repeat(900)],
  ])('fills them where there are no spaces, too: %s [KN-08]', async (_, content) => {
    const chunks = await chunk(content, { strategy: 'fixed', maxTokens: 500, overlapTokens: 100 });
    expect(chunks.length).toBeGreaterThan(3);
    for (const { tokens } of chunks.slice(0, -1)) expect(tokens).toBeGreaterThan(500 - TOKENS_OF_A_FAMILY);
    for (const { tokens } of chunks) expect(tokens).toBeLessThanOrEqual(500);
    for (const [i, { startOffset }] of chunks.slice(1).entries()) {
      expect(exact.count(content.slice(startOffset, chunks[i]!.endOffset))).toBeLessThanOrEqual(110);
      expect(chunks[i]!.endOffset - startOffset).toBeGreaterThan(0);
    }
  });
});

describe('chunking by paragraph', () => {
  it('gives every paragraph of some size a chunk of its own [KN-09]', async () => {
    const paragraphs = ['one', 'two', 'three'].map((about) => sentences(10, about));
    expect(textsOf(await chunk(paragraphs.join('\n\n'), { strategy: 'paragraph' }))).toEqual(paragraphs);
  });
});

describe('pages', () => {
  const pages = ['one', 'two', 'three'].map((about) => `${sentences(12, about)}\n\n`);
  const pageStarts = pages.map((_, i) => pages.slice(0, i).join('').length);

  it('are counted from one, and every chunk knows those it is on [KN-09]', async () => {
    const chunks = await chunk(pages.join(''), { strategy: 'paragraph', maxTokens: 200 }, { pageStarts });
    expect(chunks.map(({ pageFrom, pageTo }) => [pageFrom, pageTo])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  it('are two where a chunk goes on over the turn of a page', async () => {
    const [only] = await chunk(pages.slice(0, 2).join(''), {}, { pageStarts: pageStarts.slice(0, 2) });
    expect([only?.pageFrom, only?.pageTo]).toEqual([1, 2]);
  });

  it('are not made up for a text that has none', async () => {
    const [only] = await chunk('Short.', {}, { pageStarts: [] });
    expect([only?.pageFrom, only?.pageTo]).toEqual([null, null]);
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
