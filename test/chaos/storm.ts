import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ChaosCluster } from './chaos-cluster';
import { brokenRun, printInvariants } from './print-invariants';
import { runStorm } from './storm-runs';

/** Providers of models that fail in every way at random: `npm run chaos:storm -- --seed N --seconds 60`. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: String(randomInt(1_000_000)) },
      seconds: { type: 'string', default: '60' },
    },
  });
  const [seed, seconds] = [Number(values.seed), Number(values.seconds)];
  console.log(`seed ${seed}, ${seconds} s`);
  await ChaosCluster.use(async (cluster) => {
    const databaseUrl = await cluster.createDatabase();
    const held = printInvariants(await runStorm({ databaseUrl, seed, seconds }).catch(brokenRun));
    console.log(held ? '\nEvery invariant held.' : `\nrepeat with --seed ${seed} --seconds ${seconds}`);
    process.exitCode = held ? 0 : 1;
  });
}

process.once('SIGINT', () => process.exit(130)); // what runs is cleaned up at exit

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
