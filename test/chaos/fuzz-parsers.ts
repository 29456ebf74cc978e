import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { Logger } from '@nestjs/common';
import fc from 'fast-check';
import { ChildProcessParser } from '../../src/contexts/knowledge/infrastructure/parsing/child-process.parser';
import { PROCESS_LIMITS } from '../../src/contexts/knowledge/infrastructure/parsing/child/process-limits';
import { bytesOf, goodFiles, mutatedFile } from '../support/document-mutations';
import { parseOutcome } from '../support/parse-outcome';

/**
 * The fuzz of the parsers: `npm run fuzz -- --minutes N --seed N`. Case i uses seed + i, so a failed case is repeated
 * alone by `--seed <its seed> --cases 1`.
 */
const LANES = 2;
const WALL_MS = 10_000;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: String(randomInt(1_000_000_000)) },
      minutes: { type: 'string', default: '10' },
      cases: { type: 'string', default: 'Infinity' },
    },
  });
  Logger.overrideLogger(false);
  const first = Number(values.seed);
  const deadline = Date.now() + Number(values.minutes) * 60_000;
  console.log(`seed ${first}`);
  const fuzz = new Fuzz(first, first + Number(values.cases));
  await Promise.all(Array.from({ length: LANES }, () => fuzz.run(deadline)));
  await fuzz.report();
}

class Fuzz {
  private readonly parser = new ChildProcessParser({ ...PROCESS_LIMITS, processes: LANES, wallMs: WALL_MS });
  private readonly files = goodFiles();
  private readonly counts = new Map<string, number>();
  private failures = 0;

  constructor(
    private next: number,
    private readonly end: number,
  ) {}

  async run(deadline: number): Promise<void> {
    while (this.next < this.end && Date.now() < deadline) {
      const seed = this.next++;
      const [file] = fc.sample(mutatedFile, { seed, numRuns: 1 });
      if (!file) return;
      const { word, problem } = await parseOutcome(this.parser, await bytesOf(file, await this.files));
      const key = `${file.seed} → ${word}`;
      this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
      if (problem === null) continue;
      this.failures++;
      console.log(`FAILED seed ${seed}: ${key}: ${problem}`);
    }
  }

  async report(): Promise<void> {
    await this.parser.onApplicationShutdown();
    for (const [key, count] of [...this.counts].sort()) console.log(`${String(count).padStart(8)} ${key}`);
    const cases = [...this.counts.values()].reduce((sum, count) => sum + count, 0);
    console.log(this.failures ? `${this.failures} of ${cases} failed` : `All ${cases} were read or refused.`);
    process.exitCode = this.failures ? 1 : 0;
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
