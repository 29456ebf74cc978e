import { ChaosCluster } from './chaos-cluster';
import { runPoison } from './poison-run';
import { brokenRun, printInvariants } from './print-invariants';

/** Bombs among good documents: `npm run chaos:poison`. */
async function main(): Promise<void> {
  await ChaosCluster.use(async (cluster) => {
    const invariants = await runPoison(await cluster.createDatabase()).catch(brokenRun);
    if (!printInvariants(invariants)) process.exitCode = 1;
  });
}

process.once('SIGINT', () => process.exit(130)); // what runs is cleaned up at exit

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
