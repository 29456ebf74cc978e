import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { randomOf } from '../bench/corpus';
import { freePort, startRedis } from '../support/redis';
import { runCell } from './cell';
import { ChaosCluster } from './chaos-cluster';
import { ACTIONS, describePlan, type FaultAction, type FaultPlan } from './fault-plan';
import { brokenRun, printInvariants } from './print-invariants';

/**
 * Every point with every action: `npm run chaos:matrix -- --seed N --points K5,K9 --actions kill,hang --documents 50`.
 * The seed decides which time the fault comes at a point. K8 is K11; it and K12 are reached where vectors are kept apart
 * only, in a Qdrant that is played; K16 is K9, K10 and K13 with documents deleted while they are held there.
 */
const POINTS = ['K2', 'K3', 'K4', 'K5', 'K6', 'K7', 'K9', 'K10', 'K11', 'K12', 'K13', 'K14', 'K15', 'K16'];
const DELETE_RACES = ['K9', 'K10', 'K13'];
const APART = ['K11', 'K12'];
const LATEST_TIME = 4;
/** Reached once in each workspace, or by its files alone. */
const RARE = ['K6', 'K7', 'K15'];

interface MatrixOptions {
  readonly seed: number;
  readonly points: readonly string[];
  readonly actions: readonly FaultAction[];
  readonly documents: number;
  readonly redis: boolean;
}

async function main(): Promise<void> {
  const options = parseOptions();
  const plans = plansOf(options);
  console.log(`seed ${options.seed}, ${plans.length} cells, ${options.documents} documents each`);
  let failures = 0;
  await ChaosCluster.use(async (cluster) => {
    for (const plan of plans) if (!(await runOne(cluster, plan, options))) failures++;
  });
  console.log(failures ? `\n${failures} of ${plans.length} cells failed` : '\nEvery invariant held.');
  process.exitCode = failures ? 1 : 0;
}

function parseOptions(): MatrixOptions {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: String(randomInt(1_000_000)) },
      points: { type: 'string', default: POINTS.join() },
      actions: { type: 'string', default: 'kill,hang,throw' },
      documents: { type: 'string', default: '50' },
      redis: { type: 'boolean', default: false },
    },
  });
  const actions = values.actions.split(',').map((name) => {
    const action = ACTIONS.find((known) => known === name);
    if (!action) throw new Error(`${name} is none of ${ACTIONS.join(', ')}`);
    return action;
  });
  const { seed, points, documents, redis } = values;
  return { seed: Number(seed), points: points.split(','), actions, documents: Number(documents), redis };
}

function plansOf({ seed, points, actions }: MatrixOptions): FaultPlan[] {
  return points.flatMap((point) => {
    if (point === 'K16') return DELETE_RACES.map((race) => planAt(race, 'delete', seed));
    // A parser is killed, whatever else is asked for: it is no place to hang or to throw in.
    if (point === 'K6') return [planAt(point, 'throw', seed)];
    return actions.map((action) => planAt(point, action, seed));
  });
}

/** Of the point, the action and the seed alone, so that a cell is the same one whichever others run. */
function planAt(point: string, action: FaultAction, seed: number): FaultPlan {
  const random = randomOf(seed + 100 * Number(point.slice(1)) + ACTIONS.indexOf(action));
  const latest = RARE.includes(point) ? 1 : LATEST_TIME;
  return { point, action, occurrence: 1 + Math.floor(random() * latest) };
}

async function runOne(cluster: ChaosCluster, plan: FaultPlan, options: MatrixOptions): Promise<boolean> {
  const { seed, documents } = options;
  console.log(`\n${describePlan(plan)}`);
  const started = performance.now();
  const port = await freePort();
  const redis = options.redis ? await startRedis(port) : null;
  const invariants = await runCell({
    databaseUrl: await cluster.createDatabase(),
    redisUrl: redis ? `redis://127.0.0.1:${port}` : undefined,
    documents,
    withQdrant: APART.includes(plan.point),
    faults: [[plan]],
  })
    .catch(brokenRun)
    .finally(() => redis?.kill());
  const held = printInvariants(invariants);
  console.log(`  ${Math.round((performance.now() - started) / 1_000)} s`);
  if (!held) console.log(`  repeat with ${repetitionOf(plan, seed, options)}`);
  return held;
}

function repetitionOf({ point, action }: FaultPlan, seed: number, options: MatrixOptions): string {
  const which = action === 'delete' ? '--points K16' : `--points ${point} --actions ${action}`;
  return `--seed ${seed} ${which} --documents ${options.documents}${options.redis ? ' --redis' : ''}`;
}

process.once('SIGINT', () => process.exit(130)); // what runs is cleaned up at exit

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
