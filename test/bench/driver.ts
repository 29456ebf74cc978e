import { setTimeout as sleep } from 'node:timers/promises';
import { LoadConnection } from './http-load';
import { cpuMsOf, pssMbOf, treeCpuMsOf } from './process-usage';
import { type Target } from './target';

const PAUSE_BETWEEN_PHASES_MS = 200;
const ERRORS_TO_GIVE_UP = 20;

export interface LoadPlan {
  concurrency: number;
  rounds: number;
  seconds: number;
  warmupSeconds: number;
  /** The parent of the database's processes; their CPU is reported apart. */
  postgresProcessId: number;
}

/** What one target did in one round. */
export interface Round {
  done: number;
  seconds: number;
  latencies: number[];
  firstTokens: number[];
  errors: number;
  firstError?: string;
  cpuMs: number;
  postgresCpuMs: number;
  pssMb: number;
}

/**
 * Each round visits every target, in turn from the front and from the back, so that a machine whose
 * speed drifts slows all of them alike. What to quote is the ratio, taken round by round.
 */
export async function alternate<T, R>(
  targets: T[],
  rounds: number,
  measure: (target: T) => Promise<R>,
): Promise<R[][]> {
  const results: R[][] = targets.map(() => []);
  for (let round = 0; round < rounds; round++) {
    const order = [...targets.keys()];
    if (round % 2) order.reverse();
    for (const index of order) {
      results[index]?.push(await measure(targets[index] as T));
      await sleep(PAUSE_BETWEEN_PHASES_MS);
    }
  }
  return results;
}

/** The rounds of each target, in the targets' order. */
export async function compareUnderLoad(targets: Target[], plan: LoadPlan): Promise<Round[][]> {
  const numbered = targets.map((target) => ({ target, sequence: sequence() }));
  for (const { target, sequence } of numbered) await applyLoad(target, sequence, plan, plan.warmupSeconds);
  return alternate(numbered, plan.rounds, ({ target, sequence }) =>
    applyLoad(target, sequence, plan, plan.seconds),
  );
}

const sequence = (next = 0) => ({ next: () => next++ });

async function applyLoad(
  target: Target,
  sequence: { next(): number },
  { concurrency, postgresProcessId }: LoadPlan,
  seconds: number,
): Promise<Round> {
  const connections = Array.from({ length: concurrency }, () => new LoadConnection(target.origin));
  const round = await measureRound(target.processId, postgresProcessId, async (tally) => {
    const deadline = performance.now() + seconds * 1000;
    await Promise.all(
      connections.map(async (connection, worker) => {
        while (performance.now() < deadline)
          await sendOne(connection, target, sequence.next(), worker, tally);
      }),
    );
  });
  for (const connection of connections) connection.close();
  return round;
}

/** Runs a piece of work that fills in the tally, and reads what it cost. */
export async function measureRound(
  processId: number,
  postgresProcessId: number,
  work: (tally: Round) => Promise<void>,
): Promise<Round> {
  const tally: Round = {
    done: 0,
    seconds: 0,
    latencies: [],
    firstTokens: [],
    errors: 0,
    cpuMs: -cpuMsOf(processId),
    postgresCpuMs: -treeCpuMsOf(postgresProcessId),
    pssMb: 0,
  };
  const started = performance.now();
  await work(tally);
  tally.seconds = (performance.now() - started) / 1000;
  tally.cpuMs += cpuMsOf(processId);
  tally.postgresCpuMs += treeCpuMsOf(postgresProcessId);
  tally.pssMb = pssMbOf(processId);
  return tally;
}

async function sendOne(
  connection: LoadConnection,
  target: Target,
  sequence: number,
  worker: number,
  tally: Round,
): Promise<void> {
  const started = performance.now();
  try {
    const answer = await connection.send(target.request(sequence, worker), target.firstToken);
    const good = answer.status >= 200 && answer.status < 300;
    if (!good || (target.firstToken && answer.firstTokenMs === undefined)) {
      throw new Error(`status ${answer.status}: ${answer.body.slice(0, 300)}`);
    }
    tally.done++;
    tally.latencies.push(performance.now() - started);
    if (answer.firstTokenMs !== undefined) tally.firstTokens.push(answer.firstTokenMs);
  } catch (error) {
    tally.errors++;
    tally.firstError ??= String(error);
    if (tally.done === 0 && tally.errors >= ERRORS_TO_GIVE_UP) {
      throw new Error(`${target.name} answers with errors only: ${tally.firstError}`, { cause: error });
    }
  }
}
