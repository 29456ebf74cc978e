import { Logger } from '@nestjs/common';
import fc from 'fast-check';
import { bytesOf, goodFiles, mutatedFile } from '../../support/document-mutations';
import { parseOutcome } from '../../support/parse-outcome';
import { TestParser } from './parser';

/** The long run is `npm run fuzz`. */
const RUNS = 60;

Logger.overrideLogger(false);
const parser = new TestParser({ processes: 2 });
afterAll(() => parser.stop());

describe('a good file with some bytes changed', () => {
  it('is read or refused, and takes neither the parser nor the next file with it [U4]', async () => {
    const files = await goodFiles();
    const words = new Set<string>();
    await fc.assert(
      fc.asyncProperty(mutatedFile, async (file) => {
        const { word, problem } = await parseOutcome(parser.parser, await bytesOf(file, files));
        words.add(word);
        expect(problem).toBeNull();
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    expect(words.size).toBeGreaterThan(2);
    for (const [name, { bytes, wrap }] of files) {
      const good = wrap ? await wrap(bytes) : bytes;
      expect(`${name} ${await parser.outcome(good)}`).toMatch(/ (?:pdf|docx|html)$/);
    }
  });
});
