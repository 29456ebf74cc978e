import { Client } from 'pg';
import { loginUrl } from '../../src/platform/database/roles';
import { startEmbeddedPostgres } from '../../src/platform/embedded/embedded-postgres';
import { type AppClient } from '../bench/app-client';
import { codeOf, documentOf } from '../bench/corpus';

export interface Invariant {
  name: string;
  /** None: it holds. */
  problems: string[];
}

interface Page<T> {
  data: T[];
  nextCursor: string | null;
}

interface DocumentItem {
  id: string;
  title: string;
  status: string;
  chunkCount: number;
}

export async function checkInvariants(
  user: AppClient,
  expected: number,
  dataDirectory: string,
): Promise<Invariant[]> {
  const documents = await listAll<DocumentItem>(user, '/knowledge/documents');
  return [
    { name: 'every accepted document is ready, once', problems: unready(documents, expected) },
    { name: 'each is found by its marker', problems: await unfound(user, expected) },
    { name: 'no chunk is there twice', problems: await duplicateChunks(user, documents) },
    { name: 'nothing is in the dead letters', problems: await deadLetters(dataDirectory) },
  ];
}

function unready(documents: DocumentItem[], expected: number): string[] {
  const problems = documents
    .filter(({ status }) => status !== 'ready')
    .map(({ title, status }) => `${title} is ${status}`);
  for (let number = 0; number < expected; number++) {
    const { title } = documentOf(number);
    const count = documents.filter((document) => document.title === title).length;
    if (count !== 1) problems.push(`${title} is there ${count} times`);
  }
  return problems;
}

async function unfound(user: AppClient, expected: number): Promise<string[]> {
  const problems: string[] = [];
  for (let number = 0; number < expected; number++) {
    const marker = codeOf(number);
    const hits = await user.search(marker);
    if (!hits.some((hit) => hit.text.includes(marker))) problems.push(`${marker} is not found`);
  }
  return problems;
}

async function duplicateChunks(user: AppClient, documents: DocumentItem[]): Promise<string[]> {
  const problems: string[] = [];
  for (const { id, title } of documents) {
    const { chunkCount } = await user.get<DocumentItem>(`/knowledge/documents/${id}`);
    const chunks = await listAll<{ text: string }>(user, `/knowledge/documents/${id}/chunks`);
    const distinct = new Set(chunks.map(({ text }) => text)).size;
    if (chunkCount === 0 || chunks.length !== chunkCount || distinct !== chunkCount) {
      problems.push(
        `${title} counts ${chunkCount} chunks, has ${chunks.length}, ${distinct} of them distinct`,
      );
    }
  }
  return problems;
}

/** Asked of the database itself, as the one role that sees the dead letters of every workspace. */
async function deadLetters(dataDirectory: string): Promise<string[]> {
  const cluster = await startEmbeddedPostgres({ dataDirectory });
  const client = new Client({ connectionString: loginUrl(cluster.url, 'relay') });
  try {
    await client.connect();
    const { rows } = await client.query<{ source: string; name: string; error: string }>(
      'SELECT source, name, error FROM platform.dead_letters',
    );
    return rows.map(({ source, name, error }) => `${source} ${name}: ${error}`);
  } finally {
    await client.end();
    await cluster.stop();
  }
}

async function listAll<T>(user: AppClient, path: string): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
    const page: Page<T> = await user.get<Page<T>>(`${path}?limit=100${query}`);
    items.push(...page.data);
    cursor = page.nextCursor;
  } while (cursor);
  return items;
}
