import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppClient, UnexpectedAnswer } from '../bench/app-client';
import { type RunningApp, startApp } from '../bench/app-process';
import { documentOf, randomOf } from '../bench/corpus';
import { checkInvariants, type Invariant } from './invariants';

export interface RoundPlan {
  seed: number;
  kills: number;
  dataDirectory: string;
  log: (line: string) => void;
}

const DOCUMENTS = 50;
const LATEST_KILL_MS = 3_000;
const FINISH_TIMEOUT_MS = 90_000;
const USER = 'chaos';

/** Posts documents, kills the process while it works on them, starts it again, and looks at what is left. */
export async function runKillRound({ seed, kills, dataDirectory, log }: RoundPlan): Promise<Invariant[]> {
  const random = randomOf(seed);
  const documents = Array.from({ length: DOCUMENTS }, (_, number) => documentOf(number));
  const idempotencyKey = { 'idempotency-key': `chaos-${seed}` };
  let app = await start(dataDirectory);
  try {
    let user = await AppClient.onboard(app.origin, USER);
    const posting = user.ingest(documents, idempotencyKey).catch(() => undefined);
    for (let kill = 1; kill <= kills; kill++) {
      // Cubed: most of what can break happens early, in the request itself and its first jobs.
      const delayMs = Math.round(LATEST_KILL_MS * random() ** 3);
      await sleep(delayMs);
      await killAtOnce(app);
      app = await start(dataDirectory);
      log(`killed ${delayMs} ms after ${kill === 1 ? 'the POST' : 'the restart'}, up again`);
    }
    const accepted = await posting;
    log(accepted ? 'the POST had been answered' : 'the POST had not been answered: sent again');
    user = await AppClient.signIn(app.origin, USER);
    const ingestionId = await postAgain(() => user.ingest(documents, idempotencyKey));
    await user.waitForIngestion(ingestionId, FINISH_TIMEOUT_MS);
    return [
      {
        name: 'the repeated POST is the same ingestion',
        problems: accepted && accepted !== ingestionId ? [`${accepted} became ${ingestionId}`] : [],
      },
      ...(await checkInvariants(user, DOCUMENTS, dataDirectory)),
    ];
  } finally {
    await app.stop();
  }
}

const start = (dataDirectory: string): Promise<RunningApp> => startApp({ dataDirectory, detached: true });

/** The node process alone: what becomes of its PostgreSQL is part of the question. */
async function killAtOnce({ process: child, pid }: RunningApp): Promise<void> {
  const ended = once(child, 'exit');
  process.kill(pid, 'SIGKILL');
  await ended;
}

/** The key of a request that died with the process may be held for a while: that is a 409. */
async function postAgain(post: () => Promise<string>): Promise<string> {
  const deadline = Date.now() + FINISH_TIMEOUT_MS;
  for (;;) {
    try {
      return await post();
    } catch (error) {
      const isHeld = error instanceof UnexpectedAnswer && error.status === 409;
      if (!isHeld || Date.now() > deadline) throw error;
      await sleep(250);
    }
  }
}
