import { compareUnderLoad } from './driver';
import { type Environment } from './environment';
import { type BenchOptions } from './options';
import { type Block, printBlock, printFirstErrors, rowsOf } from './report';
import { type Target } from './target';

/** The same targets at each concurrency: a printed block each. */
export async function compareAtEachConcurrency(
  title: string,
  targets: Target[],
  environment: Environment,
  options: BenchOptions,
): Promise<Block[]> {
  await environment.vacuum();
  const names = targets.map(({ name }) => name);
  const blocks: Block[] = [];
  for (const concurrency of options.concurrency) {
    const { postgresProcessId } = environment;
    const results = await compareUnderLoad(targets, { ...options, concurrency, postgresProcessId });
    const block = { title: `${title}, c=${concurrency}`, rows: rowsOf(names, results) };
    printBlock(block);
    printFirstErrors(names, results);
    blocks.push(block);
  }
  return blocks;
}
