import { setTimeout as sleep } from 'node:timers/promises';
import { AppClient } from '../app-client';
import { type RunningApp } from '../app-process';
import { type Benchmark } from '../benchmark';
import { randomOf } from '../corpus';
import { type Environment } from '../environment';
import { NaturalText } from '../natural-text';
import { type BenchOptions } from '../options';
import { cpuMsOf, pssMbOf, treeCpuMsOf } from '../process-usage';
import { type Block, printBlock, type Row } from '../report';
import { copyChunks, seedChunks } from '../seed-chunks';
import { percentile } from '../statistics';

const SEARCHES = 400;
/** Until the code that searches has been compiled for good. */
const WARM_UP = 150;
const QUESTION_WORDS = 6;
/** The garbage of reading an index goes when the process has been quiet for a while. */
const SETTLE_MS = 20_000;
const MODES = ['vector', 'keyword', 'hybrid'] as const;

export const search: Benchmark = {
  name: 'search',
  summary: 'searches over HTTP in one large workspace and in many smaller ones, from cold, and their memory',
  async run(environment, options) {
    const app = await environment.startApp({ ROLE: 'api' });
    const text = new NaturalText();
    const blocks = [await inOneWorkspace(environment, app, text, options.chunks)];
    if (options.workspaces > 1) blocks.push(await inManyWorkspaces(environment, app, text, options));
    blocks.forEach(printBlock);
    return blocks;
  },
};

async function inOneWorkspace(
  environment: Environment,
  app: RunningApp,
  text: NaturalText,
  chunks: number,
): Promise<Block> {
  const user = await AppClient.onboard(app.origin, 'large');
  await seedChunks(await environment.openDatabase(), workspaceOf(user), chunks, text);
  await environment.vacuum();
  await sleep(SETTLE_MS);
  const idleMb = pssMbOf(app.pid);
  const cpu = (): number[] => [cpuMsOf(app.pid), treeCpuMsOf(environment.postgresProcessId)];
  const before = cpu();
  const firstMs = await timed(() => user.find({ query: text.question(QUESTION_WORDS) }));
  const [firstCpuMs, firstPostgresMs] = cpu().map((ms, i) => ms - before[i]!);
  const rows: Row[] = [];
  for (const mode of MODES) {
    const ask = () => user.find({ query: text.question(QUESTION_WORDS), mode });
    for (let i = 0; i < WARM_UP; i++) await ask();
    rows.push(await measure(mode, ask, app.pid));
  }
  const misspelt = () => user.find({ query: misspell(text.question(QUESTION_WORDS)), mode: 'hybrid' });
  rows.push(await measure('hybrid, misspelt', misspelt, app.pid));
  await sleep(SETTLE_MS);
  const overIdle = pssMbOf(app.pid) - idleMb;
  const first = { 'first ms': firstMs, 'first cpu': firstCpuMs!, 'first pg cpu': firstPostgresMs! };
  return {
    title: `${chunks} chunks in one workspace`,
    rows: rows.map((row) => ({ ...row, ...first, 'idle MB': idleMb, 'MB over idle': overIdle })),
  };
}

async function inManyWorkspaces(
  environment: Environment,
  app: RunningApp,
  text: NaturalText,
  { chunks, workspaces }: BenchOptions,
): Promise<Block> {
  const database = await environment.openDatabase();
  const users: AppClient[] = [];
  const each = Math.ceil(chunks / 10);
  let first = '';
  for (let i = 0; i < workspaces; i++) {
    const user = await AppClient.onboard(app.origin, `small-${i}`);
    const workspaceId = workspaceOf(user);
    if (first) await copyChunks(database, first, workspaceId);
    else await seedChunks(database, (first = workspaceId), each, text);
    users.push(user);
  }
  await environment.vacuum();
  const random = randomOf(3);
  const anybody = (): AppClient => users[Math.floor(random() * users.length)]!;
  const ask = (mode: string, user = anybody()) => user.find({ query: text.question(QUESTION_WORDS), mode });
  const rows = [await measure('hybrid, any workspace at random', () => ask('hybrid'), app.pid)];
  const few = users.slice(0, 5);
  for (const user of few) await ask('hybrid', user);
  for (const mode of MODES) {
    rows.push(
      await measure(`${mode}, 5 of the workspaces`, () => ask(mode, few[Math.floor(random() * 5)]), app.pid),
    );
  }
  return { title: `${workspaces} workspaces of ${each} chunks`, rows };
}

async function measure(target: string, ask: () => Promise<{ tookMs: number }>, pid: number): Promise<Row> {
  const cpuBefore = cpuMsOf(pid);
  const latencies: number[] = [];
  const took: number[] = [];
  for (let i = 0; i < SEARCHES; i++) {
    latencies.push(await timed(async () => void took.push((await ask()).tookMs)));
  }
  return {
    target,
    p50: percentile(latencies, 0.5),
    p95: percentile(latencies, 0.95),
    'took p50': percentile(took, 0.5),
    'took p95': percentile(took, 0.95),
    'cpu ms': (cpuMsOf(pid) - cpuBefore) / SEARCHES,
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function workspaceOf(user: AppClient): string {
  const payload = user.token.split('.')[1] ?? '';
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
  return String(claims.wid);
}

/** A letter twice in each word. */
const misspell = (question: string): string => question.replace(/(\w\w)(\w)/g, '$1$2$2');
