import fc from 'fast-check';
import { BestRows } from '../../src/contexts/knowledge/infrastructure/search/best-rows';
import { packVectors, unpackVector } from '../../src/contexts/knowledge/infrastructure/search/packed-vector';
import { Postings } from '../../src/contexts/knowledge/infrastructure/search/postings';
import { VectorMatrix } from '../../src/contexts/knowledge/infrastructure/search/vector-matrix';
import { candidatesFor, EVERYTHING, idsOf, indexOf, rowOf } from './index-rows';

/** Every posting then scores exactly its weight. */
const NO_DAMPING = new Float32Array(1_001);
/** What a number of one byte in place of a real one may move a cosine by; mostly it is a tenth of that. */
const MOST_ERROR = 0.01;

describe('keyword ranking', () => {
  const index = indexOf({
    refunds: 'A refund takes five days. Ask support for a refund.',
    delivery: 'Delivery takes five days in Europe.',
    days: 'Five days, five nights, five days.',
    support: 'Support answers within days.',
  });

  it('lets a rare word weigh more than a common one', () => {
    expect(idsOf(candidatesFor(index, 'refund days'))[0]).toBe('refunds');
  });

  it('scores the share of the question that a passage carries', () => {
    const [whole] = candidatesFor(index, 'delivery europe');
    const [half] = candidatesFor(index, 'delivery antarctica');
    expect(whole!.score).toBeGreaterThan(0.6);
    expect(half!.score).toBeLessThan(0.6);
    expect(half!.score).toBeGreaterThan(0);
  });

  it('finds nothing by words that no passage has', () => {
    expect(candidatesFor(index, 'submarine')).toEqual([]);
  });

  it('gives the same answer again: one search leaves nothing behind for the next', () => {
    const search = () => candidatesFor(index, 'refund days support');
    expect(search()).toEqual(search());
  });
});

describe('an index of a workspace', () => {
  const texts = { a: 'apple pie', b: 'apple tart', c: 'banana bread' };
  const at = (...vector: number[]) => ({ vector: Float32Array.from(vector) });
  const vectors = { a: at(1, 0, 0, 0), b: at(0.6, 0.8, 0, 0), c: at(0, 0, 1, 0) };

  it('finds the nearest vectors by the cosine', () => {
    const found = indexOf(texts, vectors).nearest(Float32Array.from([1, 0, 0, 0]), EVERYTHING);
    expect(idsOf(found)).toEqual(['a', 'b']);
    expect(found[1]!.score).toBeCloseTo(0.6);
  });

  it('no longer finds a document that was removed, in either leg', () => {
    const index = indexOf(texts, vectors);
    index.withdraw({ documentId: 'document of a', belowVersion: null, access: null });
    expect(idsOf(candidatesFor(index, 'apple'))).toEqual(['b']);
    expect(idsOf(index.nearest(Float32Array.from([1, 0, 0, 0]), EVERYTHING))).toEqual(['b']);
  });

  it('searches only the documents that it is bound to, in either leg', () => {
    const index = indexOf(texts, vectors);
    const bounds = {
      limit: 10,
      documentIds: new Set(['document of b', 'document of nobody']),
      readers: null,
    };
    expect(idsOf(candidatesFor(index, 'apple banana', bounds))).toEqual(['b']);
    expect(idsOf(index.nearest(Float32Array.from([1, 0, 0, 0]), bounds))).toEqual(['b']);
  });

  it('takes a chunk only once, however often it is told of it', () => {
    const index = indexOf(texts, vectors);
    index.add(rowOf('a', 'apple crumble'));
    expect(idsOf(candidatesFor(index, 'pie'))).toEqual(['a']);
  });

  it('keeps a chunk without a vector of this model findable by its words', () => {
    const index = indexOf({ old: 'apple cider' });
    expect(idsOf(candidatesFor(index, 'cider'))).toEqual(['old']);
    expect(index.nearest(Float32Array.from([1, 0, 0, 0]), EVERYTHING)).toEqual([]);
  });
});

describe('the parts of the index', () => {
  it('postings answer what a map of lists would', () => {
    const posting = fc.record({
      key: fc.nat(50),
      row: fc.nat(1_000),
      frequency: fc.integer({ min: 1, max: 63 }),
    });
    fc.assert(
      fc.property(fc.array(posting, { maxLength: 300 }), fc.nat(0xffff), (added, spread) => {
        const postings = new Postings();
        for (const { key, row, frequency } of added) postings.add(key * spread, row, frequency);
        for (let key = 0; key <= 50; key++) {
          const expected = added.filter((posting) => posting.key * spread === key * spread);
          const sum = { scores: new Float32Array(1_001), found: new Uint32Array(1_001), count: 0 };
          postings.score(key * spread, 1, NO_DAMPING, sum);
          const rows = new Map<number, number>();
          for (const { row } of expected) rows.set(row, (rows.get(row) ?? 0) + 1);
          expect(new Set(sum.found.subarray(0, sum.count))).toEqual(new Set(rows.keys()));
          for (const [row, times] of rows) expect(sum.scores[row]).toBe(times);
          expect(postings.rowsWith(key * spread)).toBe(expected.length);
        }
      }),
    );
  });

  it('postings outgrow their first size', () => {
    const postings = new Postings();
    for (let i = 0; i < 5_000; i++) postings.add(i * 2_654_435_761, i, 1);
    for (let i = 0; i < 5_000; i += 499) expect(postings.rowsWith((i * 2_654_435_761) >>> 0)).toBe(1);
  });

  it('the best rows are those that sorting everything would give', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true })), fc.integer({ min: 1, max: 20 }), (scores, limit) => {
        const best = new BestRows(limit);
        scores.forEach((score, row) => best.offer(row, score));
        const expected = [...scores].sort((a, b) => b - a).slice(0, limit);
        expect(best.sorted().map(({ score }) => score)).toEqual(expected);
      }),
    );
  });

  it.each([1, 4, 16, 100, 384, 3_072])(
    'vectors of %i dimensions are compared as plain arithmetic would, but for some thousandths',
    (dimensions) => {
      const rows = dimensions === 384 ? 5_000 : 300;
      const matrix = new VectorMatrix(dimensions);
      const vectors = Array.from({ length: rows }, () => randomUnit(dimensions));
      vectors.forEach((vector, row) => matrix.set(row, vector));
      const excluded = new Uint8Array(rows);
      excluded[7] = 1;
      const query = randomUnit(dimensions);
      const exact = vectors.map((vector) => dotProduct(vector, query));
      const expected = exact.filter((score, row) => score > 0 && row !== 7).sort((a, b) => b - a);
      const found = matrix.nearest(query, 20, excluded);
      expect(found).toHaveLength(Math.min(20, expected.length));
      found.forEach(({ row, score }, i) => {
        expect(row).not.toBe(7);
        expect(Math.abs(score - exact[row]!)).toBeLessThan(MOST_ERROR);
        expect(Math.abs(score - expected[i]!)).toBeLessThan(MOST_ERROR);
      });
    },
  );

  it('vectors that are the same are equally near, and a row without one is near to nothing', () => {
    const matrix = new VectorMatrix(100);
    const vector = randomUnit(100);
    [vector, null, vector, vector.map((value) => -value)].forEach((each, row) => matrix.set(row, each));
    const found = matrix.nearest(vector, 20, new Uint8Array(4));
    expect(found.map(({ row }) => row)).toEqual([0, 2]);
    expect(found[0]!.score).toBe(found[1]!.score);
    expect(found[0]!.score).toBeCloseTo(1, 2);
    expect(matrix.nearest(new Float32Array(100), 20, new Uint8Array(4))).toEqual([]);
  });

  it('vectors take a byte for each number, however many of them there are', () => {
    const matrix = new VectorMatrix(384);
    const empty = matrix.bytes;
    for (let row = 0; row < 10_000; row++) matrix.set(row, null);
    expect(matrix.bytes - empty).toBeLessThan(10_000 * 384 * 1.02);
  });

  it('vectors come back from their bytes, wherever these lie in memory', () => {
    const vector = Float32Array.from([0.5, -0.25, 3.5, 1e-9]);
    const shifted = Buffer.concat([Buffer.alloc(1), packVectors([vector])]).subarray(1);
    expect(unpackVector(shifted)).toEqual(vector);
  });
});

function randomUnit(dimensions: number): Float32Array {
  const vector = Float32Array.from({ length: dimensions }, () => Math.random() - 0.5);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

const dotProduct = (one: Float32Array, other: Float32Array): number =>
  one.reduce((sum, value, i) => sum + value * other[i]!, 0);
