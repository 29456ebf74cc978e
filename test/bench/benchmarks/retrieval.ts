import { AppClient } from '../app-client';
import { type Benchmark } from '../benchmark';
import { type Environment } from '../environment';
import { PostgresFullText } from '../postgres-full-text';
import { ReferenceBm25 } from '../reference-bm25';
import { printBlock, type Row } from '../report';
import { type Collection, isHit, ndcg, readCollection, recall } from '../retrieval-collection';
import { sum } from '../statistics';

type Rank = (query: string) => string[] | Promise<string[]>;

const INGEST_TIMEOUT_MS = 600_000;
/** Documents may have several chunks: more of these are asked for than documents are judged. */
const CHUNKS = 50;
const PAGE = 100;

export const retrieval: Benchmark = {
  name: 'retrieval',
  summary: 'how good the hits are, by a collection with judgements (--data), against BM25 and PostgreSQL',
  async run(environment, options) {
    if (!options.dataDirectory) {
      console.log('Left out: --data names no collection.');
      return [];
    }
    const collection = readCollection(options.dataDirectory);
    const rows: Row[] = [];
    for (const [name, rank] of await rankings(environment, collection)) {
      rows.push(await judge(name, rank, collection));
    }
    const title = `${collection.queries.length} queries on ${collection.documents.length} documents`;
    const block = { title, rows };
    printBlock(block);
    return [block];
  },
};

async function rankings(environment: Environment, collection: Collection): Promise<[string, Rank][]> {
  const { documents } = collection;
  const bm25 = new ReferenceBm25(documents);
  const app = await environment.startApp();
  const user = await AppClient.onboard(app.origin, 'retrieval');
  const submitted = documents
    .filter(({ content }) => content.trim() !== '')
    .map(({ id, title, content }) => ({ title: title || 'Untitled', content, externalId: id }));
  await user.ingestAll(submitted, INGEST_TIMEOUT_MS);
  const names = await externalIds(user);
  const fullText = await PostgresFullText.of(documents, await environment.openDatabase());
  const ours = (mode: string): Rank => {
    return async (query) => {
      const hits = await user.search(query, CHUNKS, mode);
      return [...new Set(hits.map(({ documentId }) => names.get(documentId) ?? ''))];
    };
  };
  return [
    ['reference BM25', (query) => bm25.rank(query)],
    ['PostgreSQL full text', (query) => fullText.rank(query)],
    ['parley keyword', ours('keyword')],
    ['parley vector', ours('vector')],
    ['parley hybrid', ours('hybrid')],
  ];
}

async function externalIds(user: AppClient): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  let cursor = '';
  do {
    const page = await user.get<{ data: { id: string; externalId: string }[]; nextCursor: string | null }>(
      `/knowledge/documents?limit=${PAGE}${cursor && `&cursor=${cursor}`}`,
    );
    for (const { id, externalId } of page.data) names.set(id, externalId);
    cursor = page.nextCursor ?? '';
  } while (cursor);
  return names;
}

async function judge(target: string, rank: Rank, { queries }: Collection): Promise<Row> {
  const scores: { ndcg: number; hit: number; recall: number }[] = [];
  for (const { text, grades } of queries) {
    const ranked = await rank(text);
    scores.push({
      ndcg: ndcg(ranked, grades, 10),
      hit: isHit(ranked, grades, 5) ? 1 : 0,
      recall: recall(ranked, grades, 10),
    });
  }
  const mean = (values: number[]): number => sum(values) / values.length;
  return {
    target,
    'nDCG@10': mean(scores.map((score) => score.ndcg)),
    'hit@5': mean(scores.map(({ hit }) => hit)),
    'recall@10': mean(scores.map((score) => score.recall)),
  };
}
