import { readFileSync } from 'node:fs';

export interface GateOptions {
  /** Where Parley is, without /api/v1. */
  readonly url: string;
  /** What says who asks: X-API-Key, or Authorization. */
  readonly headers: Readonly<Record<string, string>>;
  /** The id of a dataset, or a JSON file with `{ name, cases }`. */
  readonly dataset: string;
  readonly agent: string;
  readonly threshold?: number;
  readonly version?: number;
  readonly compareWith?: number;
}

interface Scorer {
  readonly scorer: string;
  readonly mean: number | null;
  readonly judged: number;
  readonly notJudged: number;
}

interface Run {
  readonly id: string;
  readonly status: 'running' | 'completed' | 'failed';
  readonly error: string | null;
  readonly agent: string;
  readonly version: number;
  readonly threshold: number;
  readonly total: number;
  readonly summary: {
    readonly score: number | null;
    readonly passed: boolean;
    readonly failures: number;
    readonly scorers: readonly Scorer[];
    readonly comparison: {
      readonly better: number;
      readonly worse: number;
      readonly same: number;
      readonly baselineScore: number | null;
    } | null;
  } | null;
}

const POLL_MS = 250;
const LONGEST_WAIT_MS = 60 * 60 * 1_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** 0: good enough. 1: below the threshold. Whatever keeps it from being judged is thrown. */
export async function runEvalGate(options: GateOptions, print: (text: string) => void): Promise<0 | 1> {
  const { agent, threshold, version, compareWith } = options;
  const datasetId = UUID.test(options.dataset) ? options.dataset : await hand(options);
  const form = { datasetId, agent, threshold, version, compareWith };
  const { id } = (await ask(options, 'POST', '/evals/runs', form)) as { id: string };
  const run = await ended(options, id);
  const { summary } = run;
  if (!summary) throw new Error(`The eval run failed: ${run.error}`);
  print(reportOf(run, summary));
  if (summary.score === null) throw new Error('Nothing could be judged: no case has a score.');
  return summary.passed ? 0 : 1;
}

async function hand(options: GateOptions): Promise<string> {
  const dataset = JSON.parse(readFileSync(options.dataset, 'utf8')) as unknown;
  return ((await ask(options, 'POST', '/evals/datasets', dataset)) as { id: string }).id;
}

async function ended(options: GateOptions, id: string): Promise<Run> {
  const deadline = Date.now() + LONGEST_WAIT_MS;
  while (Date.now() < deadline) {
    const run = (await ask(options, 'GET', `/evals/runs/${id}`)) as Run;
    if (run.status !== 'running') return run;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`The eval run ${id} has not ended within an hour.`);
}

async function ask(
  { url, headers }: GateOptions,
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const response = await fetch(`${url.replace(/\/+$/, '')}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} was refused with ${response.status}: ${text}`);
  return JSON.parse(text);
}

function reportOf(run: Run, summary: NonNullable<Run['summary']>): string {
  const { score, passed, failures, scorers, comparison } = summary;
  const rows = scorers.map(({ scorer, mean, judged, notJudged }) =>
    [scorer.padEnd(10), shown(mean), String(judged).padStart(7), String(notJudged).padStart(11)].join('  '),
  );
  return [
    `${run.agent}, version ${run.version}: ${run.total} cases, ${failures} without an answer`,
    '',
    'scorer       mean   judged   not judged',
    ...rows,
    '',
    ...(comparison
      ? [
          `${comparison.better} better, ${comparison.worse} worse, ${comparison.same} the same as the other ` +
            `version, whose score is ${shown(comparison.baselineScore)}`,
        ]
      : []),
    `${passed ? 'Passed' : 'Not passed'}: ${shown(score)} of ${run.threshold}`,
    '',
  ].join('\n');
}

const shown = (value: number | null): string => (value === null ? '   –' : value.toFixed(2)).padStart(5);
