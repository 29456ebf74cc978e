import { setTimeout as sleep } from 'node:timers/promises';
import { AppClient } from '../app-client';
import { type Benchmark } from '../benchmark';
import { codeOf, documentOf } from '../corpus';
import { ingestIntoReference } from '../ingest-reference';
import { printBlock, type Row } from '../report';
import { percentile } from '../statistics';

const SAMPLES = 50;
const POLL_MS = 3;
const TIMEOUT_MS = 30_000;

export const acceptToFound: Benchmark = {
  name: 'accept-to-found',
  summary: 'from the 202 for a document of 2 KB until the search finds it',
  async run(environment, options) {
    const reference = await environment.startReference();
    const stored = (number: number) => ingestIntoReference(reference, [documentOf(number)]);
    const rows = [await sampleRow('reference, posted and stored', (number) => timed(() => stored(number)))];
    if (!options.referenceOnly) {
      const app = await environment.startApp();
      const user = await AppClient.onboard(app.origin, 'found');
      rows.push(await sampleRow('parley, accepted to found', (number) => msUntilFound(user, number)));
    }
    const block = { title: `One document at a time, ${SAMPLES} times (ms)`, rows };
    printBlock(block);
    return [block];
  },
};

async function sampleRow(target: string, measure: (number: number) => Promise<number>): Promise<Row> {
  const times: number[] = [];
  await measure(0);
  for (let number = 1; number <= SAMPLES; number++) times.push(await measure(number));
  return { target, p50: percentile(times, 0.5), p95: percentile(times, 0.95), max: Math.max(...times) };
}

async function msUntilFound(user: AppClient, number: number): Promise<number> {
  await user.ingest([documentOf(number)]);
  return timed(async () => {
    const deadline = Date.now() + TIMEOUT_MS;
    const marker = codeOf(number);
    while (!(await user.search(marker)).some((hit) => hit.text.includes(marker))) {
      if (Date.now() > deadline) throw new Error(`document ${number} was not found in time`);
      await sleep(POLL_MS);
    }
  });
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
