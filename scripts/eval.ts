import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { seedDemo } from '../src/demo/seed-demo';
import { withServer } from './demo-server';
import { type GateOptions, runEvalGate } from './eval-gate';

const USAGE =
  'Usage: npm run eval -- --dataset <file.json or id> [--agent customer-service] [--threshold 0.8] [--version 3]\n' +
  '         [--compare-with 2] [--url https://parley.example --key <API key, or PARLEY_API_KEY>]\n' +
  'Without --url it asks the demo workspace.';
const COULD_NOT_RUN = 2;

function read(): Omit<GateOptions, 'url' | 'headers'> & { readonly url?: string; readonly key?: string } {
  const text = { type: 'string' } as const;
  const names = ['url', 'key', 'dataset', 'agent', 'threshold', 'version', 'compare-with'] as const;
  const options = Object.fromEntries(names.map((name) => [name, text]));
  const { values } = parseArgs({ options }) as { values: Partial<Record<(typeof names)[number], string>> };
  if (!values.dataset) throw new Error(USAGE);
  return {
    url: values.url,
    key: values.key ?? process.env.PARLEY_API_KEY,
    dataset: values.dataset,
    agent: values.agent ?? 'customer-service',
    threshold: number(values.threshold),
    version: number(values.version),
    compareWith: number(values['compare-with']),
  };
}

function number(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!Number.isFinite(Number(text)) || text.trim() === '')
    throw new Error(`${text} is no number.\n${USAGE}`);
  return Number(text);
}

async function main(): Promise<number> {
  const { url, key, ...options } = read();
  const print = (text: string) => process.stdout.write(`\n${text}`);
  if (url) {
    if (!key) throw new Error(`Who asks? Give --key or PARLEY_API_KEY.\n${USAGE}`);
    return runEvalGate({ ...options, url, headers: { 'x-api-key': key } }, print);
  }
  let code = COULD_NOT_RUN;
  await withServer(async (demo, { dataDirectory }) => {
    const { accessToken } = await seedDemo(demo, dataDirectory);
    const headers = { authorization: `Bearer ${accessToken}` };
    code = await runEvalGate({ ...options, url: demo, headers }, print);
  });
  return code;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(COULD_NOT_RUN);
  },
);
