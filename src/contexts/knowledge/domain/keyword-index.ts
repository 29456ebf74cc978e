import { type Candidate, type SearchBounds } from './vector-index';

/**
 * The chunks that share words with a question. The score is the share of the question's information that a chunk
 * carries: rare words weigh more, and a word that no document has counts as missing.
 */
export abstract class KeywordIndex {
  abstract search(workspaceId: string, stems: readonly string[], bounds: SearchBounds): Promise<Candidate[]>;
}
