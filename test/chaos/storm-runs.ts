import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { findFreePort } from '../../src/platform/embedded/free-port';
import { AppClient } from '../bench/app-client';
import { randomOf } from '../bench/corpus';
import { makeTemporaryDirectory } from '../bench/temporary-directory';
import { seeAllWorkspaces } from '../support/see-all-workspaces';
import { FaultyApp } from './faulty-app';
import { type Invariant } from './invariants';
import { COOLDOWN_MS, type StormyRun, stormProblems } from './storm-invariants';
import { StormyModel } from './stormy-model';

export interface StormOptions {
  /** An empty database or one that is migrated already; nobody else uses it. */
  readonly databaseUrl: string;
  readonly seed: number;
  readonly seconds: number;
}

const TIMEOUT_MS = 500;
const CUSTOMERS = 4;
const LONGEST_PAUSE_MS = 150;
const ANSWER_WITHIN_MS = 20_000;

/** Customers who ask all the time, while both providers of models fail in every way at random. */
export async function runStorm({ databaseUrl, seed, seconds }: StormOptions): Promise<Invariant[]> {
  const random = randomOf(seed);
  const directory = await makeTemporaryDirectory();
  const models = [await StormyModel.start(random, TIMEOUT_MS), await StormyModel.start(random, TIMEOUT_MS)];
  const running = {
    dataDirectory: directory.path,
    port: await findFreePort(),
    variables: variablesFor(databaseUrl, models),
  };
  const app = await FaultyApp.start(running, () => Promise.resolve());
  const owner = new Client({ connectionString: databaseUrl });
  try {
    await owner.connect();
    await seeAllWorkspaces(owner);
    const user = await AppClient.onboard(app.origin, 'storm');
    const runs: StormyRun[] = [];
    const until = Date.now() + seconds * 1_000;
    const customers = Array.from({ length: CUSTOMERS }, async () => {
      while (Date.now() < until) {
        runs.push(
          await askOnce(app, user, { requestId: `storm-${runs.length}-${random()}`, stream: random() < 0.5 }),
        );
        await sleep(LONGEST_PAUSE_MS * random());
      }
    });
    await Promise.all(customers);
    return stormProblems({ runs, kept: await keptRuns(owner), models });
  } finally {
    await owner.end();
    await app.end();
    await Promise.all(models.map(({ fake }) => fake.stop()));
    await directory.remove();
  }
}

function variablesFor(databaseUrl: string, [first, second]: readonly StormyModel[]): NodeJS.ProcessEnv {
  return {
    DATABASE_URL: databaseUrl,
    DATABASE_POOL_SIZE: '8',
    OPENAI_API_KEY: 'any',
    OPENAI_BASE_URL: first!.fake.baseUrl,
    LLM_PROVIDERS: 'second',
    LLM_SECOND_BASE_URL: second!.fake.baseUrl,
    LLM_SECOND_API_KEY: 'any',
    LLM_SECOND_MODELS: 'stand-in',
    LLM_FALLBACK_MODELS: 'second/stand-in',
    LLM_TIMEOUT_MS: String(TIMEOUT_MS),
    PLANNER_COOLDOWN_MS: String(COOLDOWN_MS),
    LOG_LEVEL: 'silent',
  };
}

async function askOnce(
  { origin }: FaultyApp,
  { token }: AppClient,
  { requestId, stream }: { requestId: string; stream: boolean },
): Promise<StormyRun> {
  const response = await fetch(`${origin}/api/v1/agents/customer-service/run`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'x-request-id': requestId,
    },
    body: JSON.stringify({ message: 'When do you open?', stream }),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  const text = await response.text();
  const runId = /"runId":"([0-9a-f-]{36})"/.exec(text)?.[1] ?? null;
  const ends = text.match(/^event: (?:run\.finished|error)$/gm)?.length ?? 0;
  return { requestId, runId, isAnswered: response.ok && (stream ? ends === 1 : runId !== null) };
}

async function keptRuns(owner: Client) {
  const { rows } = await owner.query<{ id: string; status: string; attempts: [] | null }>(
    `SELECT id, status, outcome -> 'attempts' AS attempts FROM agent.runs`,
  );
  return rows.map(({ attempts, ...run }) => ({ ...run, attempts: attempts ?? [] }));
}
