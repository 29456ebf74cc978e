import { setTimeout as sleep } from 'node:timers/promises';
import { startApp } from '../app-process';
import { type Benchmark } from '../benchmark';
import { pssMbOf, treePssMbOf } from '../process-usage';
import { printBlock, type Row } from '../report';
import { median } from '../statistics';
import { makeTemporaryDirectory } from '../temporary-directory';

const SETTLE_MS = 5_000;

interface Start {
  ms: number;
  nodeMb: number;
  postgresMb: number;
}

export const start: Benchmark = {
  name: 'start',
  summary: 'start to /ready with its embedded PostgreSQL, fresh and again, and the idle memory (PSS)',
  async run(_environment, options) {
    const fresh: Start[] = [];
    const again: Start[] = [];
    for (let round = 0; round < options.rounds; round++) {
      const directory = await makeTemporaryDirectory();
      try {
        fresh.push(await startOnce(directory.path));
        again.push(await startOnce(directory.path));
      } finally {
        await directory.remove();
      }
    }
    const rows = [rowOf('first start', fresh), rowOf('second start', again)];
    const block = { title: `Medians of ${options.rounds} starts`, rows };
    printBlock(block);
    return [block];
  },
};

async function startOnce(dataDirectory: string): Promise<Start> {
  const app = await startApp({ dataDirectory });
  try {
    await sleep(SETTLE_MS);
    const nodeMb = pssMbOf(app.pid);
    return { ms: app.msToReady, nodeMb, postgresMb: treePssMbOf(app.pid) - nodeMb };
  } finally {
    await app.stop();
  }
}

const rowOf = (target: string, starts: Start[]): Row => ({
  target,
  'ready ms': median(starts.map(({ ms }) => ms)),
  'node MB': median(starts.map(({ nodeMb }) => nodeMb)),
  'postgres MB': median(starts.map(({ postgresMb }) => postgresMb)),
  'sum MB': median(starts.map(({ nodeMb, postgresMb }) => nodeMb + postgresMb)),
});
