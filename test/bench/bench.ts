import { type Benchmark } from './benchmark';
import { acceptToFound } from './benchmarks/accept-to-found';
import { ingest } from './benchmarks/ingest';
import { ingestRemote } from './benchmarks/ingest-remote';
import { loginHealth } from './benchmarks/login-health';
import { me } from './benchmarks/me';
import { openAiCompatible } from './benchmarks/openai-compatible';
import { read } from './benchmarks/read';
import { retrieval } from './benchmarks/retrieval';
import { runLlm } from './benchmarks/run-llm';
import { runRules } from './benchmarks/run-rules';
import { runStream } from './benchmarks/run-stream';
import { search } from './benchmarks/search';
import { start } from './benchmarks/start';
import { Environment } from './environment';
import { type BenchOptions, OPTIONS_HELP, parseBenchArguments } from './options';
import { writeReport } from './report';

const benchmarks: Benchmark[] = [
  runRules,
  runLlm,
  runStream,
  openAiCompatible,
  read,
  me,
  loginHealth,
  ingest,
  ingestRemote,
  acceptToFound,
  search,
  retrieval,
  start,
];

async function main(): Promise<void> {
  const { name, options } = parseBenchArguments(process.argv.slice(2));
  const chosen = name === 'all' ? benchmarks : benchmarks.filter((benchmark) => benchmark.name === name);
  if (chosen.length === 0) {
    printUsage();
    process.exitCode = name ? 2 : 0;
    return;
  }
  for (const benchmark of chosen) await runBenchmark(benchmark, options);
}

async function runBenchmark(benchmark: Benchmark, options: BenchOptions): Promise<void> {
  console.log(`\n${benchmark.name}: ${benchmark.summary}`);
  await Environment.use(async (environment) => {
    writeReport(benchmark.name, options, await benchmark.run(environment, options));
  });
}

function printUsage(): void {
  const width = Math.max(...benchmarks.map(({ name }) => name.length));
  console.log('npm run bench -- <name> [options]\n');
  for (const { name, summary } of benchmarks) console.log(`  ${name.padEnd(width)}  ${summary}`);
  console.log(`  ${'all'.padEnd(width)}  each of them\n\n${OPTIONS_HELP}`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
