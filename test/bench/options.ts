import { parseArgs } from 'node:util';

export interface BenchOptions {
  rounds: number;
  seconds: number;
  warmupSeconds: number;
  concurrency: number[];
  latenciesMs: number[];
  documents: number;
  chunks: number;
  workspaces: number;
  dataDirectory?: string;
  remoteEmbeddings: boolean;
  referenceOnly: boolean;
}

export const OPTIONS_HELP = `Options:
  --rounds 5              rounds per block; medians are taken over them
  --seconds 3             of load per target and round
  --warmup 2              seconds of load before the first round
  --concurrency 1,16,64   kept-alive connections, each a closed loop
  --latency 0,200         ms that the fake model takes (run-llm)
  --documents 500         documents of 2 KB (run-rules: in the workspace; ingest: per round)
  --chunks 100000         in the one workspace (search)
  --workspaces 50         of a tenth of that each (search); 1 leaves them out
  --data DIR              documents.jsonl, queries.jsonl and qrels.tsv of a collection (retrieval)
  --remote-embeddings     embed by the fake model instead of locally (ingest)
  --reference-only        leave our own server out`;

export function parseBenchArguments(argv: string[]): { name?: string; options: BenchOptions } {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '3' },
      warmup: { type: 'string', default: '2' },
      concurrency: { type: 'string', default: '1,16,64' },
      latency: { type: 'string', default: '0,200' },
      documents: { type: 'string', default: '500' },
      chunks: { type: 'string', default: '100000' },
      workspaces: { type: 'string', default: '50' },
      data: { type: 'string' },
      'remote-embeddings': { type: 'boolean', default: false },
      'reference-only': { type: 'boolean', default: false },
    },
  });
  const options = {
    rounds: positive(values.rounds),
    seconds: positive(values.seconds),
    warmupSeconds: Number(values.warmup),
    concurrency: values.concurrency.split(',').map(positive),
    latenciesMs: values.latency.split(',').map(Number),
    documents: positive(values.documents),
    chunks: positive(values.chunks),
    workspaces: positive(values.workspaces),
    dataDirectory: values.data,
    remoteEmbeddings: values['remote-embeddings'],
    referenceOnly: values['reference-only'],
  };
  return { name: positionals[0], options };
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`"${text}" is not a positive number`);
  return value;
}
