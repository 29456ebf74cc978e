import { Injectable, Logger } from '@nestjs/common';
import { DomainError } from '../../../kernel/domain-error';
import {
  type FoundKnowledge,
  type KnowledgeQuestion,
  type SearchLeg,
} from '../contracts/search-knowledge.query';
import { Embedder } from '../domain/embedder';
import { KeywordIndex } from '../domain/keyword-index';
import { Relevance } from '../domain/relevance';
import { type Candidate, type SearchBounds, VectorIndex } from '../domain/vector-index';

export interface Retrieved {
  readonly ranked: readonly Candidate[];
  readonly legs: FoundKnowledge['legs'];
}

interface LegResult {
  readonly leg: SearchLeg;
  readonly candidates: readonly Candidate[];
}

/** How many candidates each leg brings; more than are asked for, so that the legs can agree on some. */
const CANDIDATES = 100;
const EMBEDDING_TIMEOUT_MS = 5_000;
const OFF: LegResult = { leg: 'off', candidates: [] };

/** Both legs at once, and one order of what they found. */
@Injectable()
export class Retrieval {
  private readonly logger = new Logger(Retrieval.name);

  constructor(
    private readonly embedder: Embedder,
    private readonly vectors: VectorIndex,
    private readonly keywords: KeywordIndex,
    private readonly relevance: Relevance,
  ) {}

  async retrieve(
    workspaceId: string,
    { query, mode }: KnowledgeQuestion,
    stems: readonly string[],
    documentIds: ReadonlySet<string> | null,
  ): Promise<Retrieved> {
    const bounds = { limit: CANDIDATES, documentIds };
    const [keyword, vector] = await Promise.all([
      mode === 'vector' ? OFF : this.keywordLeg(workspaceId, stems, bounds),
      mode === 'keyword' ? OFF : this.vectorLeg(workspaceId, query, bounds),
    ]);
    if (mode === 'vector' && vector.leg === 'failed') throw embeddingsUnavailable();
    return {
      ranked: this.relevance.rank(keyword.candidates, vector.candidates),
      legs: { keyword: keyword.leg, vector: vector.leg },
    };
  }

  private async keywordLeg(
    workspaceId: string,
    stems: readonly string[],
    bounds: SearchBounds,
  ): Promise<LegResult> {
    const candidates = stems.length === 0 ? [] : await this.keywords.search(workspaceId, stems, bounds);
    return { leg: 'ran', candidates };
  }

  private async vectorLeg(workspaceId: string, query: string, bounds: SearchBounds): Promise<LegResult> {
    const vector = await this.embed(query);
    if (!vector) return { leg: 'failed', candidates: [] };
    return { leg: 'ran', candidates: await this.vectors.search(workspaceId, vector, bounds) };
  }

  /** Null when the model cannot be asked: keywords alone still answer. */
  private async embed(query: string): Promise<Float32Array | null> {
    try {
      const [vector = null] = await this.embedder.embed([query], AbortSignal.timeout(EMBEDDING_TIMEOUT_MS));
      return vector;
    } catch (error) {
      this.logger.warn(`The question could not be embedded: ${(error as Error).message}`);
      return null;
    }
  }
}

function embeddingsUnavailable(): DomainError {
  return new DomainError({
    kind: 'unavailable',
    code: 'embeddings_unavailable',
    detail: 'The embedding model cannot be reached right now. The keyword mode works without it.',
    retryAfterSeconds: 10,
  });
}
