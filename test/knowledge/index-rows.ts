import { termsOfPassage } from '../../src/contexts/knowledge/domain/passage-terms';
import { type QuestionTerm, questionTerms } from '../../src/contexts/knowledge/domain/question-terms';
import { type SearchBounds } from '../../src/contexts/knowledge/domain/search-bounds';
import { packTerms } from '../../src/contexts/knowledge/infrastructure/search/packed-terms';
import {
  type IndexRow,
  WorkspaceIndex,
} from '../../src/contexts/knowledge/infrastructure/search/workspace-index';
import { SnowballStemmers } from '../../src/contexts/knowledge/infrastructure/snowball.stemmers';

export const EVERYTHING: SearchBounds = { limit: 10, documentIds: null, readers: null };

const stemmers = new SnowballStemmers();

/** A chunk that is a document of its own. */
export function rowOf(id: string, text: string, more: Partial<IndexRow> = {}): IndexRow {
  const terms = packTerms(
    termsOfPassage({ title: '', heading: null, text }, more.language ?? null, stemmers),
  );
  const row = { id, documentId: `document of ${id}`, version: 1, terms, vector: null, language: null };
  return { ...row, access: null, ...more };
}

export function indexOf(
  texts: Readonly<Record<string, string>>,
  more: Readonly<Record<string, Partial<IndexRow>>> = {},
): WorkspaceIndex {
  const index = new WorkspaceIndex('a model', 4);
  for (const [id, text] of Object.entries(texts)) index.add(rowOf(id, text, more[id]));
  return index;
}

export function termsIn(index: WorkspaceIndex, question: string): readonly QuestionTerm[] {
  return questionTerms(question, index.knownLanguages, stemmers);
}

export function candidatesFor(index: WorkspaceIndex, question: string, bounds: SearchBounds = EVERYTHING) {
  return index.matching(termsIn(index, question), bounds).candidates;
}

export const idsOf = (found: readonly { chunkId: string }[]): string[] => found.map(({ chunkId }) => chunkId);
