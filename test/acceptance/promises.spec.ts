import { resolve } from 'node:path';
import { CHECKLIST, PROMISES } from './promises';
import { idsIn, titlesUnder } from './test-titles';

describe('The promises', () => {
  const named = new Set(titlesUnder(resolve(__dirname, '..')).flatMap(idsIn));
  const isNamed = (id: string) => named.has(id);

  it('are each named by a test', () => {
    expect(Object.keys(PROMISES).filter((id) => !isNamed(id))).toEqual([]);
  });

  it('of the checklist are each named by a test', () => {
    expect(Object.keys(CHECKLIST).filter((id) => !isNamed(id))).toEqual([]);
  });

  it('are all that a test can name in a chapter that is listed', () => {
    const chapters = new Set(Object.keys(PROMISES).map((id) => id.slice(0, 3)));
    const unknown = [...named].filter((id) => chapters.has(id.slice(0, 3)) && !(id in PROMISES));
    expect(unknown.filter((id) => !SEEN.has(id))).toEqual([]);
  });
});

/** Promises about what people see; a test may name them all the same. */
const SEEN = new Set(['TE-18', 'TE-23']);
