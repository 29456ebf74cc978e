import fc from 'fast-check';
import {
  forEachTerm,
  packTerms,
  termKey,
} from '../../src/contexts/knowledge/infrastructure/search/packed-terms';

interface Unpacked {
  key: number;
  frequency: number;
  stem: string;
}

function unpack(bytes: Buffer): Unpacked[] {
  const terms: Unpacked[] = [];
  forEachTerm(bytes, (key, frequency, start, end) => {
    terms.push({ key, frequency, stem: bytes.subarray(start, end).toString('utf8') });
  });
  return terms;
}

/** As rows that were indexed before stems were kept have it. */
function packAsBefore(terms: readonly (readonly [string, number])[]): Buffer {
  const bytes = Buffer.alloc(terms.length * 5);
  terms.forEach(([stem, frequency], i) => {
    bytes.writeUInt32LE(termKey(stem), i * 5);
    bytes.writeUInt8(frequency, i * 5 + 4);
  });
  return bytes;
}

const anyTerms = fc.uniqueArray(fc.tuple(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 63 })), {
  selector: ([stem]) => stem,
  maxLength: 60,
});

describe('packed terms', () => {
  it('come back with their stems, the longest without', () => {
    fc.assert(
      fc.property(anyTerms, (terms) => {
        const expected = terms.map(([stem, frequency]) => {
          const kept = Buffer.from(stem).length <= 40 ? Buffer.from(stem).toString() : '';
          return { key: termKey(stem), frequency, stem: kept };
        });
        expect(unpack(packTerms(new Map(terms)))).toEqual(expected);
      }),
    );
  });

  it('of the form without stems are told from the new one, and still read', () => {
    fc.assert(
      fc.property(anyTerms, (terms) => {
        const expected = terms.map(([stem, frequency]) => ({ key: termKey(stem), frequency, stem: '' }));
        expect(unpack(packAsBefore(terms))).toEqual(expected);
        expect(packTerms(new Map(terms)).length % 5).not.toBe(0);
      }),
    );
  });

  it('bear words that are repeated without end', () => {
    expect(unpack(packTerms(new Map([['echo', 1_000]])))).toEqual([
      { key: termKey('echo'), frequency: 63, stem: 'echo' },
    ]);
  });
});
