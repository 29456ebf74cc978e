import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { makeTemporaryDirectory } from '../bench/temporary-directory';
import { type Invariant } from './invariants';
import { runKillRound } from './kill-round';

/**
 * The kill test: `npm run chaos -- --seed N --rounds N --kills N`. Round i uses seed + i, so a failed round is
 * repeated alone by `--seed <its seed> --rounds 1`. The data directory of a failed round is kept.
 */
const PROBLEMS_SHOWN = 5;

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
  const invariants = await runKillRound({ seed, kills, dataDirectory: directory.path, log }).catch(
    (error: unknown): Invariant[] => [{ name: 'the round comes to its end', problems: [String(error)] }],
  );
  invariants.forEach(printInvariant);
  const held = invariants.every(({ problems }) => problems.length === 0);
  if (held) {
    await directory.remove();
  } else {
    directory.keep();
    console.log(`  repeat with --seed ${seed} --rounds 1 --kills ${kills}; data in ${directory.path}`);
  }
  return held;
}

function printInvariant({ name, problems }: Invariant): void {
  console.log(`  ${problems.length === 0 ? 'ok    ' : 'FAILED'} ${name}`);
  for (const problem of problems.slice(0, PROBLEMS_SHOWN)) console.log(`           ${problem}`);
  if (problems.length > PROBLEMS_SHOWN)
    console.log(`           and ${problems.length - PROBLEMS_SHOWN} more`);
}

process.once('SIGINT', () => process.exit(130)); // what runs is cleaned up at exit

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
