import { setTimeout as sleep } from 'node:timers/promises';
import { AppClient } from '../app-client';
import { type Benchmark } from '../benchmark';
import { LoadConnection } from '../http-load';
import { type BenchOptions } from '../options';
import { printBlock, type Row } from '../report';
import { median, percentile } from '../statistics';

const LOGINS = 20;
const SAMPLE_EVERY_MS = 5;
const HEALTH = { method: 'GET', path: '/health', headers: {} } as const;

interface Sampled {
  latencies: number[];
  /** How long the logins took, each of them. */
  logins: number[];
}

export const loginHealth: Benchmark = {
  name: 'login-health',
  summary: 'GET /health while 20 people sign in at once: hashing must not hold up anybody else',
  async run(environment, options) {
    const app = await environment.startApp();
    const names = Array.from({ length: LOGINS }, (_, i) => `login-${i}`);
    for (const name of names) await AppClient.onboard(app.origin, name);
    const signIn = () => Promise.all(names.map((name) => timed(() => AppClient.signIn(app.origin, name))));
    const rows = [
      rowOf(
        'at rest',
        await repeat(options, app.origin, () => sleep(options.seconds * 1_000).then(() => [])),
      ),
      rowOf(`${LOGINS} logins at once`, await repeat(options, app.origin, signIn)),
    ];
    const block = { title: `/health over ${options.rounds} rounds, ms`, rows };
    printBlock(block);
    return [block];
  },
};

async function repeat(
  { rounds }: BenchOptions,
  origin: string,
  work: () => Promise<number[]>,
): Promise<Sampled> {
  const all: Sampled = { latencies: [], logins: [] };
  for (let round = 0; round < rounds; round++) {
    const { latencies, logins } = await sampleDuring(origin, work);
    all.latencies.push(...latencies);
    all.logins.push(...logins);
  }
  return all;
}

/** Asks on a connection of its own, one request at a time. */
async function sampleDuring(origin: string, work: () => Promise<number[]>): Promise<Sampled> {
  const connection = new LoadConnection(origin);
  const latencies: number[] = [];
  let isOver = false;
  const working = work().finally(() => (isOver = true));
  while (!isOver) {
    latencies.push(await timed(() => connection.send(HEALTH)));
    await sleep(SAMPLE_EVERY_MS);
  }
  connection.close();
  return { latencies, logins: await working };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function rowOf(target: string, { latencies, logins }: Sampled): Row {
  return {
    target,
    p50: percentile(latencies, 0.5),
    p95: percentile(latencies, 0.95),
    p99: percentile(latencies, 0.99),
    max: Math.max(...latencies),
    samples: latencies.length,
    'login p50': median(logins),
    'login max': logins.length > 0 ? Math.max(...logins) : NaN,
  };
}
