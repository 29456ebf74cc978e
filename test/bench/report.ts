import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type Round } from './driver';
import { median, percentile, sum } from './statistics';

export interface Row {
  target: string;
  [column: string]: string | number;
}

export interface Block {
  title: string;
  rows: Row[];
}

const REPORT_DIRECTORY = '.bench';

/** One row for each target; the first target is the yardstick of the ratios. */
export function rowsOf(names: string[], results: Round[][], perMinute = false): Row[] {
  const [yardstick = []] = results;
  return results.map((rounds, index) => {
    const ratios = rounds.map((round, i) => rateOf(round) / rateOf(yardstick[i] ?? round));
    const row: Row = {
      target: names[index] ?? '',
      [perMinute ? 'per min' : 'per s']: median(rounds.map(rateOf)) * (perMinute ? 60 : 1),
      ratio: median(ratios),
      'ratio min': Math.min(...ratios),
      'ratio max': Math.max(...ratios),
      ...latencyColumns(rounds),
      'cpu ms': median(rounds.map((round) => round.cpuMs / round.done)),
      'pg cpu ms': median(rounds.map((round) => round.postgresCpuMs / round.done)),
      'PSS MB': Math.max(...rounds.map((round) => round.pssMb)),
      requests: sum(rounds.map((round) => round.done)),
      errors: sum(rounds.map((round) => round.errors)),
    };
    return row;
  });
}

const rateOf = (round: Round): number => round.done / round.seconds;

function latencyColumns(rounds: Round[]): Record<string, number> {
  const latencies = rounds.flatMap((round) => round.latencies);
  const firstTokens = rounds.flatMap((round) => round.firstTokens);
  return {
    ...(firstTokens.length > 0 && {
      'token p50': percentile(firstTokens, 0.5),
      'token p95': percentile(firstTokens, 0.95),
    }),
    p50: percentile(latencies, 0.5),
    p95: percentile(latencies, 0.95),
    p99: percentile(latencies, 0.99),
  };
}

export function printFirstErrors(names: string[], results: Round[][]): void {
  results.forEach((rounds, index) => {
    const failed = rounds.find((round) => round.firstError);
    if (failed) console.log(`${names[index]}, first error: ${failed.firstError}`);
  });
}

export function printBlock({ title, rows }: Block): void {
  const columns = Object.keys(rows[0] ?? {});
  const lines = [columns, ...rows.map((row) => columns.map((column) => show(row[column])))];
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
  const pad = (cell: string, i: number): string =>
    i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0);
  console.log(`\n${title}\n`);
  for (const line of lines) console.log(line.map(pad).join('  '));
}

function show(value: string | number | undefined): string {
  if (typeof value === 'string') return value;
  if (value === undefined || !Number.isFinite(value)) return '-';
  if (Number.isInteger(value) || value >= 1000) return value.toFixed(0);
  return value.toFixed(value >= 100 ? 1 : value >= 10 ? 2 : 3);
}

export function writeReport(name: string, options: object, blocks: Block[]): void {
  mkdirSync(REPORT_DIRECTORY, { recursive: true });
  const file = join(REPORT_DIRECTORY, `${name}.json`);
  const report = {
    name,
    at: new Date().toISOString(),
    node: process.version,
    cores: availableParallelism(),
    options,
    blocks,
  };
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  console.log(`\n${file}`);
}
