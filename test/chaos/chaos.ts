import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { makeTemporaryDirectory } from '../bench/temporary-directory';
import { runKillRound } from './kill-round';
import { brokenRun, printInvariants } from './print-invariants';

/**
 * The kill test: `npm run chaos -- --seed N --rounds N --kills N`. Round i uses seed + i, so a failed round is
 * repeated alone by `--seed <its seed> --rounds 1`. The data directory of a failed round is kept.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: String(randomInt(1_000_000)) },
      rounds: { type: 'string', default: '5' },
      kills: { type: 'string', default: '1' },
    },
  });
  let failures = 0;
  for (let round = 0; round < Number(values.rounds); round++) {
    const held = await runRound(Number(values.seed) + round, Number(values.kills));
    if (!held) failures++;
  }
  console.log(failures ? `\n${failures} of ${values.rounds} rounds failed` : '\nEvery invariant held.');
  process.exitCode = failures ? 1 : 0;
}

async function runRound(seed: number, kills: number): Promise<boolean> {
  console.log(`\nseed ${seed}`);
  const directory = await makeTemporaryDirectory();
  const log = (line: string): void => console.log(`  ${line}`);
  const invariants = await runKillRound({ seed, kills, dataDirectory: directory.path, log }).catch(brokenRun);
  const held = printInvariants(invariants);
  if (held) {
    await directory.remove();
  } else {
    directory.keep();
    console.log(`  repeat with --seed ${seed} --rounds 1 --kills ${kills}; data in ${directory.path}`);
  }
  return held;
}

process.once('SIGINT', () => process.exit(130)); // what runs is cleaned up at exit

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
