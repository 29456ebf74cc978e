import { setTimeout as sleep } from 'node:timers/promises';
import { randomOf } from '../bench/corpus';
import { EffectTrial, type LedgerRow } from './effect-trial';
import { describePlan, type FaultAction, type FaultPlan } from './fault-plan';
import { type Invariant } from './invariants';

export interface EffectRunsOptions {
  /** An empty database or one that is migrated already; nobody else uses it. */
  readonly databaseUrl: string;
  readonly seed: number;
  readonly runs: number;
  /** In a round, in which one of them meets the fault; a kill meets all of them. */
  readonly atOnce: number;
}

const POINTS = ['K17a', 'K17'];
const ACTIONS: readonly FaultAction[] = ['kill', 'throw', 'hang'];
const END_TIMEOUT_MS = 30_000;
const POLL_MS = 100;

interface Round {
  readonly plan: FaultPlan;
  readonly effects: readonly string[];
}

/** Runs whose tools have effects outside, with a fault before or after one of them in each round. */
export async function runEffects({ databaseUrl, seed, ...size }: EffectRunsOptions): Promise<Invariant[]> {
  const random = randomOf(seed);
  const trial = await EffectTrial.open(databaseUrl, random);
  try {
    const rounds = roundsOf(size, random);
    for (const round of rounds) await runRound(trial, round, random);
    await untilAllEnded(trial);
    return await check(trial, rounds);
  } finally {
    await trial.close();
  }
}

/** Every action at every point comes round before the first of them comes again. */
function roundsOf(
  { runs, atOnce }: Pick<EffectRunsOptions, 'runs' | 'atOnce'>,
  random: () => number,
): Round[] {
  return Array.from({ length: Math.ceil(runs / atOnce) }, (_, number) => {
    const first = number * atOnce;
    const size = Math.min(atOnce, runs - first);
    const point = POINTS[number % POINTS.length]!;
    const action = ACTIONS[Math.floor(number / POINTS.length) % ACTIONS.length]!;
    const effects = Array.from({ length: size }, (__, i) => `effect-${first + i}`);
    return { plan: { point, action, occurrence: 1 + Math.floor(random() * size) }, effects };
  });
}

async function runRound(trial: EffectTrial, { plan, effects }: Round, random: () => number): Promise<void> {
  trial.app.arm([plan]);
  const answered = await Promise.all(effects.map((effect) => trial.ask(effect)));
  await untilRecovered(trial);
  await trial.letTimePass();
  const unanswered = effects.filter((_, i) => !answered[i]);
  // Some ask again under the same key, some never come back: nobody's effect may depend on that.
  await Promise.all(unanswered.filter(() => random() < 0.5).map((effect) => trial.ask(effect)));
}

/** A client learns of a death before we do. */
async function untilRecovered({ app }: EffectTrial): Promise<void> {
  await until(() =>
    Promise.resolve(app.kills === app.happened.filter(({ action }) => action === 'kill').length),
  );
  await app.isUp();
}

async function untilAllEnded(trial: EffectTrial): Promise<void> {
  await until(async () => {
    await trial.letTimePass();
    return (await trial.unfinishedRuns()).length === 0;
  });
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + END_TIMEOUT_MS;
  while (!(await isSo()) && Date.now() < deadline) await sleep(POLL_MS);
}

async function check(trial: EffectTrial, rounds: readonly Round[]): Promise<Invariant[]> {
  const ledger = await trial.ledger();
  const statusOf = new Map(ledger.map(({ effect, status }) => [effect, status]));
  const counts = rounds
    .flatMap(({ effects }) => effects)
    .map((effect) => {
      return { effect, count: trial.counter.countOf(effect), status: statusOf.get(effect) ?? 'not begun' };
    });
  const described = ({ effect, count, status }: (typeof counts)[number]) =>
    `${effect} happened ${count} times and is ${status}`;
  return [
    {
      name: 'every fault happened, and the process died of nothing else',
      problems: faultProblems(trial, rounds),
    },
    {
      name: 'K17 no effect happened twice',
      problems: counts.filter(({ count }) => count > 1).map(described),
    },
    {
      name: 'K17 what the ledger calls done has happened, and what has happened is done or unknown',
      problems: counts.filter((one) => !isTold(one)).map(described),
    },
    {
      name: 'K17 where nobody was killed, only the run that met the fault is in doubt',
      problems: doubts(rounds, statusOf),
    },
    { name: 'K17 every effect is one row of the ledger', problems: doubled(ledger) },
    { name: 'every run has ended', problems: await trial.unfinishedRuns() },
  ];
}

function isTold({ count, status }: { count: number; status: string }): boolean {
  if (status === 'unknown') return true;
  return count === (status === 'done' ? 1 : 0) && status !== 'claimed';
}

function faultProblems({ app }: EffectTrial, rounds: readonly Round[]): string[] {
  const missing = rounds
    .map(({ plan }) => describePlan(plan))
    .filter((plan, i) => !app.happened[i] || describePlan(app.happened[i]) !== plan);
  const kills = rounds.filter(({ plan }) => plan.action === 'kill').length;
  return [
    ...missing,
    ...(app.kills === kills ? [] : [`it died ${app.kills} times, was killed ${kills} times`]),
  ];
}

function doubts(rounds: readonly Round[], statusOf: ReadonlyMap<string, string>): string[] {
  return rounds
    .filter(({ plan }) => plan.action !== 'kill')
    .map(({ plan, effects }) => {
      const others = effects.filter((effect) => statusOf.get(effect) !== 'done');
      return { plan, others };
    })
    .filter(({ others }) => others.length !== 1)
    .map(({ plan, others }) => `${describePlan(plan)} left ${others.length} in doubt: ${others.join()}`);
}

function doubled(ledger: readonly LedgerRow[]): string[] {
  const seen = new Set<string>();
  return ledger.flatMap(({ effect }) => (seen.size === seen.add(effect).size ? [effect] : []));
}
