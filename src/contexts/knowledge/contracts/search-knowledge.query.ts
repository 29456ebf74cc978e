import { Query } from '@nestjs/cqrs';
import { type MetadataFilter } from './metadata-filter';

export type SearchMode = 'hybrid' | 'vector' | 'keyword';

export interface KnowledgeQuestion {
  readonly query: string;
  /** Without it, what the workspace has set, and else five. */
  readonly limit?: number;
  /** Without it, what the workspace has set, and else hybrid. */
  readonly mode?: SearchMode;
  /** Hits that score less are left out. Without it, what the workspace has set. */
  readonly threshold?: number;
  readonly filter?: MetadataFilter;
  /** Who asks, by the names that access lists use; null or left out: somebody who may see every document. */
  readonly readers?: readonly string[] | null;
}

export interface TextRange {
  readonly start: number;
  readonly end: number;
}

export interface KnowledgeHit {
  readonly documentId: string;
  readonly chunkId: string;
  readonly title: string;
  readonly url: string | null;
  /** The headings above the passage, outermost first. */
  readonly heading: string | null;
  readonly text: string;
  /** From 1; null where the document has no pages. */
  readonly pageFrom: number | null;
  readonly pageTo: number | null;
  readonly documentVersion: number;
  /** From 0 to 1, comparable between queries. */
  readonly score: number;
  /** Where words of the query stand in `text`. */
  readonly highlights: readonly TextRange[];
  /** How many passages were left out because they nearly repeat this one. */
  readonly duplicates: number;
}

/** `off`: not asked for by the mode. `failed`: the answer rests on the other leg alone. */
export type SearchLeg = 'ran' | 'off' | 'failed';

interface SearchLegs {
  readonly keyword: SearchLeg;
  readonly vector: SearchLeg;
  /** Where the vectors are. */
  readonly engine: 'postgres' | 'qdrant';
}

/** A word that no document has, and the one that was looked for instead. */
export interface SpellingCorrection {
  readonly word: string;
  readonly to: string;
}

export interface FoundKnowledge {
  readonly hits: readonly KnowledgeHit[];
  readonly legs: SearchLegs;
  readonly corrections: readonly SpellingCorrection[];
  readonly tookMs: number;
}

/** The passages of a workspace's documents that speak to a question, best first. */
export class SearchKnowledge extends Query<FoundKnowledge> {
  constructor(
    readonly workspaceId: string,
    readonly question: KnowledgeQuestion,
  ) {
    super();
  }
}
