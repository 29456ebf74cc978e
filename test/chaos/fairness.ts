import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { AppClient } from '../bench/app-client';
import { modelVariables } from '../bench/chat-targets';
import { documentOf } from '../bench/corpus';
import { Environment, type FakeModel } from '../bench/environment';
import { median } from '../bench/statistics';

/**
 * What a workspace with one document waits while another one has a thousand in the queue, against what it waits at
 * idle: `npm run chaos:fairness -- --backlog 1000 --samples 15 --embedder local|remote|both`,
 * and `--jobs N` for another INGEST_CONCURRENCY than the product's own.
 */
const MOST_RATIO = 2;
/** Fewer say nothing: the backlog was too short. */
const FEWEST_SAMPLES = 10;
const LATENCY_MS = 200;
const PER_REQUEST = 50;
const POLL_MS = 10;
/** Apart from those of the backlog, so that none is known already. */
const FIRST_SINGLE = 500_000;

interface FairnessOptions {
  readonly backlog: number;
  readonly samples: number;
  readonly jobs?: string;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      backlog: { type: 'string', default: '1000' },
      samples: { type: 'string', default: '15' },
      embedder: { type: 'string', default: 'both' },
      jobs: { type: 'string' },
    },
  });
  const options = { backlog: Number(values.backlog), samples: Number(values.samples), jobs: values.jobs };
  const isFair: boolean[] = [];
  await Environment.use(async (environment) => {
    if (values.embedder !== 'remote') isFair.push(await measure('local', environment, options, null));
    if (values.embedder !== 'local')
      isFair.push(await measure('remote', environment, options, await environment.startModel()));
  });
  process.exitCode = isFair.every(Boolean) ? 0 : 1;
}

async function measure(
  embedder: string,
  environment: Environment,
  { backlog, samples, jobs }: FairnessOptions,
  model: FakeModel | null,
): Promise<boolean> {
  model?.setLatency(LATENCY_MS);
  const app = await environment.startApp({
    ...(model && modelVariables(model.baseUrl)),
    INGEST_CONCURRENCY: jobs,
  });
  const noisy = await AppClient.onboard(app.origin, `noisy-${embedder}`);
  const single = await AppClient.onboard(app.origin, `single-${embedder}`);
  let next = FIRST_SINGLE;
  const one = () => msUntilReady(single, next++);
  await one(); // the first one of a process also compiles
  const idle = await times(samples, one, () => Promise.resolve(true));
  const ingestions: string[] = [];
  for (let at = 0; at < backlog; at += PER_REQUEST) {
    const documents = Array.from({ length: Math.min(PER_REQUEST, backlog - at) }, (_, i) =>
      documentOf(at + i),
    );
    ingestions.push(await noisy.ingest(documents));
  }
  const busy = await times(samples, one, () => isUnderWay(noisy, ingestions.at(-1)!));
  await app.stop();
  return report(embedder, idle, busy);
}

/** As many as asked for, or as long as there is something to measure against. */
async function times(
  count: number,
  measureOne: () => Promise<number>,
  goesOn: () => Promise<boolean>,
): Promise<number[]> {
  const measured: number[] = [];
  while (measured.length < count) {
    const ms = await measureOne();
    if (!(await goesOn())) return measured;
    measured.push(ms);
  }
  return measured;
}

async function msUntilReady(user: AppClient, number: number): Promise<number> {
  const started = performance.now();
  const ingestionId = await user.ingest([documentOf(number)]);
  for (;;) {
    const { processed, failed } = await user.get<{ processed: number; failed: number }>(
      `/knowledge/ingestions/${ingestionId}`,
    );
    if (failed > 0) throw new Error(`document ${number} has failed`);
    if (processed > 0) return performance.now() - started;
    await sleep(POLL_MS);
  }
}

async function isUnderWay(user: AppClient, ingestionId: string): Promise<boolean> {
  const { status } = await user.get<{ status: string }>(`/knowledge/ingestions/${ingestionId}`);
  return status === 'queued' || status === 'processing';
}

function report(embedder: string, idle: readonly number[], busy: readonly number[]): boolean {
  const ratio = median([...busy]) / median([...idle]);
  console.log(
    [
      `${embedder}: one document at idle ${summary(idle)}`,
      `${embedder}: beside the backlog   ${summary(busy)}`,
      `${embedder}: ratio of the medians ${ratio.toFixed(2)}, at most ${MOST_RATIO} is fair`,
    ].join('\n'),
  );
  if (busy.length < FEWEST_SAMPLES)
    console.log(`${embedder}: too few samples; repeat with a longer --backlog`);
  return ratio <= MOST_RATIO && busy.length >= FEWEST_SAMPLES;
}

/** With few values the 95th percentile is their largest but one, or the largest. */
function summary(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const late = sorted[Math.ceil(0.95 * sorted.length) - 1] ?? NaN;
  return `median ${median([...values]).toFixed(0)} ms, P95 ${late.toFixed(0)} ms, of ${values.length}`;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
