import { AppClient } from '../app-client';
import { type Benchmark } from '../benchmark';
import { modelVariables } from '../chat-targets';
import { documentOf } from '../corpus';
import { measureRound } from '../driver';
import { type Embedded, type Environment, type FakeModel } from '../environment';
import { type BenchOptions } from '../options';
import { type Block, printBlock, type Row } from '../report';
import { median } from '../statistics';

const LATENCY_MS = 200;
const TEXTS_PER_CALL = 100;
const CALLS_AT_ONCE = [1, 2];
const JOBS_AT_ONCE = 256;
const INGEST_TIMEOUT_MS = 600_000;

interface MeasuredRound extends Embedded {
  readonly documentsPerSecond: number;
  readonly textsPerSecond: number;
  readonly cpuMs: number;
}

export const ingestRemote: Benchmark = {
  name: 'ingest-remote',
  summary: 'documents of 2 KB, embedded by an API of 200 ms a call, against what so many calls can carry',
  async run(environment, options) {
    const model = await environment.startModel();
    const rows: Row[] = [];
    for (const calls of CALLS_AT_ONCE) rows.push(await measure(environment, model, calls, options));
    const block: Block = {
      title: `${options.documents} documents a round, ${LATENCY_MS} ms a call, ${TEXTS_PER_CALL} texts at most`,
      rows,
    };
    printBlock(block);
    return [block];
  },
};

async function measure(
  environment: Environment,
  model: FakeModel,
  concurrency: number,
  options: BenchOptions,
): Promise<Row> {
  model.setLatency(0);
  const app = await environment.startApp({
    ...modelVariables(model.baseUrl),
    EMBEDDING_CONCURRENCY: String(concurrency),
    INGEST_CONCURRENCY: String(JOBS_AT_ONCE),
  });
  const user = await AppClient.onboard(app.origin, `remote-${concurrency}`);
  let next = 0;
  // A text that was seen before has its vector already.
  const newDocuments = () => Array.from({ length: options.documents }, () => documentOf(next++));
  await user.ingestAll(newDocuments(), INGEST_TIMEOUT_MS);
  model.setLatency(LATENCY_MS);
  const rounds: MeasuredRound[] = [];
  while (rounds.length < options.rounds) {
    const documents = newDocuments();
    const before = await model.embedded();
    const { done, seconds, cpuMs } = await measureRound(
      app.pid,
      environment.postgresProcessId,
      async (tally) => {
        await user.ingestAll(documents, INGEST_TIMEOUT_MS);
        tally.done = documents.length;
      },
    );
    const after = await model.embedded();
    const texts = after.texts - before.texts;
    rounds.push({
      documentsPerSecond: done / seconds,
      textsPerSecond: texts / seconds,
      cpuMs: cpuMs / done,
      calls: after.calls - before.calls,
      texts,
    });
  }
  // Its workers would take the jobs of the next one.
  await app.stop();
  return rowOf(concurrency, rounds);
}

function rowOf(concurrency: number, rounds: readonly MeasuredRound[]): Row {
  const limit = (concurrency * TEXTS_PER_CALL * 1_000) / LATENCY_MS;
  const medianOf = (read: (round: MeasuredRound) => number) => median(rounds.map(read));
  return {
    target: `${concurrency} at once`,
    'documents per min': medianOf(({ documentsPerSecond }) => documentsPerSecond * 60),
    'texts per s': medianOf(({ textsPerSecond }) => textsPerSecond),
    'share of the limit': medianOf(({ textsPerSecond }) => textsPerSecond / limit),
    calls: medianOf(({ calls }) => calls),
    'texts per call': medianOf(({ calls, texts }) => texts / calls),
    'cpu ms': medianOf(({ cpuMs }) => cpuMs),
  };
}
