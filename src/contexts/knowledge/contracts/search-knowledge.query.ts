import { Query } from '@nestjs/cqrs';

type SearchMode = 'hybrid' | 'vector' | 'keyword';

export interface KnowledgeQuestion {
  readonly query: string;
  readonly limit: number;
  readonly mode: SearchMode;
  /** Hits that score less are left out. */
  readonly threshold?: number;
  /** What a document's metadata must contain, by key. */
  readonly filter?: Readonly<Record<string, string | number | boolean>>;
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
  /** From 0 to 1, comparable between queries. */
  readonly score: number;
  /** Where words of the query stand in `text`. */
  readonly highlights: readonly TextRange[];
}

/** `off`: not asked for by the mode. `failed`: the answer rests on the other leg alone. */
export type SearchLeg = 'ran' | 'off' | 'failed';

export interface FoundKnowledge {
  readonly hits: readonly KnowledgeHit[];
  readonly legs: { readonly keyword: SearchLeg; readonly vector: SearchLeg };
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
