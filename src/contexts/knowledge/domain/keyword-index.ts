import { type QuestionTerm } from './question-terms';
import { type SearchBounds } from './search-bounds';
import { type Candidate } from './vector-index';

export interface KeywordFindings {
  readonly candidates: readonly Candidate[];
  /** Words of the question that no passage has, with the stems of similar ones that were looked for instead. */
  readonly corrected: readonly QuestionTerm[];
}

/**
 * The chunks that share words with a question. The score is the share of the question's information that a chunk
 * carries: rare words weigh more, a misspelt one counts a little less, and one that no document has counts as missing.
 */
export abstract class KeywordIndex {
  /** The languages that the workspace's documents are known to be in. */
  abstract languagesOf(workspaceId: string): Promise<readonly string[]>;
  abstract search(
    workspaceId: string,
    terms: readonly QuestionTerm[],
    bounds: SearchBounds,
  ): Promise<KeywordFindings>;
}
