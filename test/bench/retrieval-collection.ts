import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface CollectionDocument {
  id: string;
  title: string;
  content: string;
}

export interface CollectionQuery {
  id: string;
  text: string;
  /** How relevant people have found documents, by their ids; whatever is not there is not relevant. */
  grades: Map<string, number>;
}

export interface Collection {
  documents: CollectionDocument[];
  queries: CollectionQuery[];
}

/** documents.jsonl {id, title, content}, queries.jsonl {id, text}, qrels.tsv: query, document, grade. */
export function readCollection(directory: string): Collection {
  const grades = new Map<string, Map<string, number>>();
  for (const line of linesOf(directory, 'qrels.tsv')) {
    const [query = '', document = '', grade] = line.split('\t');
    if (!(Number(grade) > 0)) continue;
    grades.set(query, (grades.get(query) ?? new Map<string, number>()).set(document, Number(grade)));
  }
  const queries = linesOf(directory, 'queries.jsonl').map((line) => {
    const { id, text } = JSON.parse(line) as Omit<CollectionQuery, 'grades'>;
    return { id: String(id), text, grades: grades.get(String(id)) ?? new Map<string, number>() };
  });
  const documents = linesOf(directory, 'documents.jsonl').map((line) => {
    const { id, ...document } = JSON.parse(line) as CollectionDocument;
    return { ...document, id: String(id) };
  });
  return { documents, queries: queries.filter((query) => query.grades.size > 0) };
}

function linesOf(directory: string, file: string): string[] {
  return readFileSync(join(directory, file), 'utf8').split('\n').filter(Boolean);
}

/** Gain is the grade itself; discounted by the logarithm of the rank, as a share of the best order possible. */
export function ndcg(ranked: string[], grades: ReadonlyMap<string, number>, depth: number): number {
  const discounted = (gains: number[]): number =>
    gains.slice(0, depth).reduce((sum, gain, rank) => sum + gain / Math.log2(rank + 2), 0);
  const ideal = [...grades.values()].sort((a, b) => b - a);
  return discounted(ranked.map((id) => grades.get(id) ?? 0)) / discounted(ideal);
}

export function recall(ranked: string[], grades: ReadonlyMap<string, number>, depth: number): number {
  return ranked.slice(0, depth).filter((id) => grades.has(id)).length / grades.size;
}

export function isHit(ranked: string[], grades: ReadonlyMap<string, number>, depth: number): boolean {
  return ranked.slice(0, depth).some((id) => grades.has(id));
}
