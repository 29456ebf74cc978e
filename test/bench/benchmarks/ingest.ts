import { AppClient } from '../app-client';
import { type Benchmark } from '../benchmark';
import { modelVariables } from '../chat-targets';
import { type CorpusDocument, documentOf } from '../corpus';
import { alternate, measureRound } from '../driver';
import { type Environment } from '../environment';
import { ingestIntoReference } from '../ingest-reference';
import { type BenchOptions } from '../options';
import { printBlock, rowsOf } from '../report';

interface IngestTarget {
  name: string;
  processId: number;
  ingest(documents: CorpusDocument[]): Promise<void>;
}

const INGEST_TIMEOUT_MS = 600_000;

export const ingest: Benchmark = {
  name: 'ingest',
  summary: 'documents of 2 KB through the real queue until searchable, against /documents',
  async run(environment, options) {
    const targets = await startTargets(environment, options);
    let next = 0;
    // Documents that were seen before would be skipped: every round brings new ones.
    const newDocuments = (): CorpusDocument[] =>
      Array.from({ length: options.documents }, () => documentOf(next++));
    for (const target of targets) await target.ingest(newDocuments());
    const results = await alternate(targets, options.rounds, (target) => {
      const documents = newDocuments();
      return measureRound(target.processId, environment.postgresProcessId, async (tally) => {
        await target.ingest(documents);
        tally.done = documents.length;
      });
    });
    const names = targets.map(({ name }) => name);
    const how = options.remoteEmbeddings ? 'a model of 0 ms' : 'the local embedder';
    const block = {
      title: `${options.documents} documents a round, embedded by ${how}`,
      rows: rowsOf(names, results, true),
    };
    printBlock(block);
    return [block];
  },
};

async function startTargets(environment: Environment, options: BenchOptions): Promise<IngestTarget[]> {
  const { remoteEmbeddings } = options;
  const modelUrl = remoteEmbeddings ? (await environment.startModel()).baseUrl : undefined;
  const reference = await environment.startReference({ modelUrl, remoteEmbeddings });
  const targets: IngestTarget[] = [
    {
      name: 'reference /documents',
      processId: reference.pid,
      ingest: (documents) => ingestIntoReference(reference, documents),
    },
  ];
  if (options.referenceOnly) return targets;
  const app = await environment.startApp(modelUrl ? modelVariables(modelUrl) : {});
  const user = await AppClient.onboard(app.origin, 'ingest');
  targets.push({
    name: 'parley /ingest',
    processId: app.pid,
    ingest: (documents) => user.ingestAll(documents, INGEST_TIMEOUT_MS),
  });
  return targets;
}
