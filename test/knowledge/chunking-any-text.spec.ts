import fc from 'fast-check';
import { type Chunk, type ChunkingOptions } from '../../src/contexts/knowledge/domain/chunking/chunk';
import { type TextPiece, Tokenizer } from '../../src/contexts/knowledge/domain/tokenizer';
import { chunk, exact } from './chunking';

const STRATEGIES = ['structure', 'fixed', 'paragraph', 'semantic'] as const;
const READINGS = 4;

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
    strategy: fc.constantFrom(...STRATEGIES),
    maxTokens: fc.integer({ min: 16, max: 120 }),
    overlapTokens: fc.integer({ min: 0, max: 60 }),
  });
  /** Where pages begin, as shares of the text. */
  const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 5 });

  function expectSoundChunks(content: string, requested: ChunkingOptions, chunks: readonly Chunk[]): void {
    let covered = 0;
    for (const [i, { ordinal, text, startOffset, endOffset, tokens }] of chunks.entries()) {
      expect(ordinal).toBe(i);
      expect(text).toBe(content.slice(startOffset, endOffset));
      expect(text).toBe(text.trim());
      expect(text).not.toBe('');
      expect(tokens).toBe(exact.count(text));
      expect(tokens).toBeLessThanOrEqual(requested.maxTokens);
      expect(startOffset).toBeGreaterThanOrEqual(chunks[i - 1]?.startOffset ?? 0);
      expect(endOffset).toBeGreaterThan(covered);
      expect(content.slice(covered, Math.max(covered, startOffset)).trim()).toBe('');
      expect(isInsidePair(content, startOffset) || isInsidePair(content, endOffset)).toBe(false);
      covered = endOffset;
    }
    expect(content.slice(covered).trim()).toBe('');
  }

  function expectTruePages(chunks: readonly Chunk[], pageStarts: readonly number[]): void {
    for (const { startOffset, endOffset, pageFrom, pageTo } of chunks) {
      const begunBy = (offset: number): number => pageStarts.filter((start) => start <= offset).length;
      expect([pageFrom, pageTo]).toEqual([begunBy(startOffset), begunBy(endOffset - 1)]);
    }
  }

  it('is covered in order, within the limit, citable by offsets and pages, and always alike [KN-07] [KN-08] [KN-09]', async () => {
    await fc.assert(
      fc.asyncProperty(text, options, shares, async (content, requested, pages) => {
        const pageStarts = [0, ...pages.map((share) => Math.floor(share * content.length))].sort(
          (a, b) => a - b,
        );
        const chunks = await chunk(content, requested, { pageStarts });
        expectSoundChunks(content, requested, chunks);
        expectTruePages(chunks, pageStarts);
        expect(await chunk(content, requested, { pageStarts })).toEqual(chunks);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps its limit and its order by a meaning that is pure chance [KN-07]', async () => {
    await fc.assert(
      fc.asyncProperty(
        text,
        options,
        fc.infiniteStream(fc.double({ min: -1, max: 1, noNaN: true })),
        async (content, requested, chances) => {
          const embed = (texts: readonly string[]) =>
            Promise.resolve(texts.map(() => Float32Array.of(chances.next().value as number, 1)));
          const semantic = { ...requested, strategy: 'semantic' as const };
          expectSoundChunks(content, semantic, await chunk(content, semantic, { embed }));
        },
      ),
      { numRuns: 50 },
    );
  });
});

/** Notes how much it is given to read, since that is what takes the time. */
class NotingTokenizer extends Tokenizer {
  charactersRead = 0;

  count(text: string): number {
    this.charactersRead += text.length;
    return exact.count(text);
  }

  override *pieces(text: string): Generator<TextPiece> {
    let read = 0;
    for (const piece of exact.pieces(text)) {
      this.charactersRead += piece.end - read;
      read = piece.end;
      yield piece;
    }
  }
}

describe('large and hostile texts', () => {
  const kilobytes = (piece: string, size: number): string =>
    piece.repeat(Math.ceil((size * 1e3) / piece.length)).slice(0, size * 1e3);
  const prose = Array.from({ length: 40 }, (_, i) => `Sentence ${i} says something about everything.`).join(
    ' ',
  );
  const headings = Array.from({ length: 12 }, (_, i) => `${'#'.repeat(1 + (i % 6))} H${i}\n`).join('');

  it.each([
    ['prose', `# Part\n\n${prose}\n\n- a\n- b\n\n`],
    ['one line', 'One more sentence, no line break. '],
    ['a word without end', 'x'],
    ['headings', headings],
    ['fences that never close', '```\ncode\n~~~\n'],
    ['dots without end', '.'],
    ['accents without end', '\u0301'],
    ['emoji', '👨‍👩‍👧'],
    ['Chinese', '漢字文書'],
    ['spaces without end', ' '],
    ['line breaks without end', '\n'],
    ['list marks', '- '],
    ['table rows', '| a | b |\n|---|---|\n'],
  ])(
    '%s: is read a few times over by no strategy, however long it is [KN-07] [KN-08] [KN-09]',
    async (_, piece) => {
      const content = `a ${kilobytes(piece, 20)}z`;
      for (const strategy of STRATEGIES) {
        const tokenizer = new NotingTokenizer();
        const chunks = await chunk(content, { strategy }, { tokenizer });
        expect(chunks.at(-1)?.endOffset).toBe(content.length);
        expect(tokenizer.charactersRead).toBeLessThan(READINGS * content.length);
      }
    },
  );
});

function isInsidePair(content: string, at: number): boolean {
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(content.slice(at - 1, at + 1)) && at > 0;
}
