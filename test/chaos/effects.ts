import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ChaosCluster } from './chaos-cluster';
import { runEffects } from './effect-runs';
import { brokenRun, printInvariants } from './print-invariants';

const AT_ONCE = 5;

/**
 * The effects of tools: `npm run chaos:effects -- --seed N --runs 200`. A server outside counts them, while the process
 * is killed, hangs or throws right before and right after one.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: String(randomInt(1_000_000)) },
      runs: { type: 'string', default: '200' },
    },
  });
  const [seed, runs] = [Number(values.seed), Number(values.runs)];
  console.log(`seed ${seed}, ${runs} runs`);
  await ChaosCluster.use(async (cluster) => {
    const databaseUrl = await cluster.createDatabase();
    const held = printInvariants(
      await runEffects({ databaseUrl, seed, runs, atOnce: AT_ONCE }).catch(brokenRun),
    );
    console.log(held ? '\nEvery invariant held.' : `\nrepeat with --seed ${seed} --runs ${runs}`);
    process.exitCode = held ? 0 : 1;
  });
}

process.once('SIGINT', () => process.exit(130)); // what runs is cleaned up at exit

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
