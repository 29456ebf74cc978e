import fc from 'fast-check';
import { Relevance } from '../../src/contexts/knowledge/domain/relevance';

const hit = (chunkId: string, score: number) => ({ chunkId, score });

describe('relevance', () => {
  const relevance = new Relevance(0.5);

  it('puts what both legs found over what only one did, at equal scores', () => {
    const ranked = relevance.rank(
      [hit('keyword', 0.6), hit('both', 0.6)],
      [hit('vector', 0.6), hit('both', 0.6)],
    );
    expect(ranked.map(({ chunkId }) => chunkId)).toEqual(['both', 'keyword', 'vector']);
    expect(ranked[0]!.score).toBeCloseTo(1 - 0.4 * 0.7);
  });

  it('trusts nearness fully where it stands alone', () => {
    expect(relevance.rank([], [hit('near', 0.8)])).toEqual([hit('near', 0.8)]);
  });

  it('keeps the scores of bad hits low, however few there are', () => {
    expect(relevance.rank([hit('poor', 0.05)], [])).toEqual([
      { chunkId: 'poor', score: expect.closeTo(0.05) as number },
    ]);
  });

  it('answers every candidate once, best first, from 0 to 1', () => {
    const leg = fc.uniqueArray(
      fc.record({ chunkId: fc.string(), score: fc.double({ min: -1, max: 2, noNaN: true }) }),
      {
        selector: ({ chunkId }) => chunkId,
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(leg, leg, (keyword, vector) => {
        const ranked = relevance.rank(keyword, vector);
        const ids = ranked.map(({ chunkId }) => chunkId);
        expect(new Set(ids)).toEqual(new Set([...keyword, ...vector].map(({ chunkId }) => chunkId)));
        expect(ids).toHaveLength(new Set(ids).size);
        ranked.forEach(({ score }, i) => {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(ranked[i - 1]?.score ?? 1);
        });
      }),
    );
  });
});
