import { Injectable, Logger } from '@nestjs/common';
import { embeddingModels } from '../../../../config/embedding-models';
import { Settings } from '../../../../config/settings';
import { DomainError } from '../../../kernel/domain-error';
import { type FoundKnowledge, type SearchLeg } from '../contracts/search-knowledge.query';
import { type AskedQuestion } from '../domain/asked-question';
import { Embedders } from '../domain/embedders';
import { KeywordIndex } from '../domain/keyword-index';
import { type QuestionTerm } from '../domain/question-terms';
import { Relevance } from '../domain/relevance';
import { type SearchBounds } from '../domain/search-bounds';
import { type AskedVector, type Candidate, VectorIndex } from '../domain/vector-index';
import { type SearchScope } from './search-scope';

export interface Retrieved {
  readonly ranked: readonly Candidate[];
  readonly legs: FoundKnowledge['legs'];
  readonly corrected: readonly QuestionTerm[];
}

interface LegResult {
  readonly leg: SearchLeg;
  readonly candidates: readonly Candidate[];
  readonly corrected?: readonly QuestionTerm[];
  /** What a search that has no other leg ends with. */
  readonly failure?: DomainError;
}

/** How many candidates each leg brings; more than are asked for, so that the legs can agree on some. */
const CANDIDATES = 100;
/** Of those, the ones without the phrase are still to be left out. */
const CANDIDATES_FOR_PHRASES = 200;
const EMBEDDING_TIMEOUT_MS = 5_000;
const OFF: LegResult = { leg: 'off', candidates: [] };

/** Both legs at once, and one order of what they found. */
@Injectable()
export class Retrieval {
  private readonly logger = new Logger(Retrieval.name);
  private readonly floors: ReadonlyMap<string, number>;

  constructor(
    private readonly embedders: Embedders,
    private readonly vectors: VectorIndex,
    private readonly keywords: KeywordIndex,
    private readonly relevance: Relevance,
    { llm }: Settings,
  ) {
    this.floors = new Map(embeddingModels(llm).map((model) => [model.id, model.similarityThreshold]));
  }

  languagesOf(workspaceId: string): Promise<readonly string[]> {
    return this.keywords.languagesOf(workspaceId);
  }

  async retrieve(
    workspaceId: string,
    asked: AskedQuestion,
    { mode, threshold, documentIds }: SearchScope,
    { readers, askedAt }: Pick<SearchBounds, 'readers' | 'askedAt'>,
  ): Promise<Retrieved> {
    const limit = asked.phrases.length > 0 ? CANDIDATES_FOR_PHRASES : CANDIDATES;
    const bounds = { limit, documentIds, readers, words: asked.words, askedAt };
    const [keyword, vector] = await Promise.all([
      mode === 'vector' ? OFF : this.keywordLeg(workspaceId, asked, bounds),
      mode === 'keyword' ? OFF : this.vectorLeg(workspaceId, asked.text, bounds, threshold),
    ]);
    if (mode === 'vector' && vector.failure) throw vector.failure;
    const engine = this.vectors.isApart ? 'qdrant' : 'postgres';
    return {
      ranked: this.relevance.rank(keyword.candidates, vector.candidates),
      legs: { keyword: keyword.leg, vector: vector.leg, engine },
      corrected: keyword.corrected ?? [],
    };
  }

  private async keywordLeg(
    workspaceId: string,
    { terms }: AskedQuestion,
    bounds: SearchBounds,
  ): Promise<LegResult> {
    if (terms.length === 0) return { leg: 'ran', candidates: [] };
    return { leg: 'ran', ...(await this.keywords.search(workspaceId, terms, bounds)) };
  }

  private async vectorLeg(
    workspaceId: string,
    query: string,
    bounds: SearchBounds,
    threshold: number | undefined,
  ): Promise<LegResult> {
    let floor = 0;
    const asked: AskedVector = (model) => {
      floor = this.floorOf(model, threshold);
      return this.asked(workspaceId, query)(model);
    };
    try {
      const nearest = await this.vectors.search(workspaceId, asked, bounds);
      return { leg: 'ran', candidates: nearest.filter(({ score }) => score >= floor) };
    } catch (error) {
      const failure = failureOfLeg(error);
      if (!failure) throw error;
      this.logger.warn(`Searching without vectors: ${(error as Error).message}`);
      return { leg: 'failed', candidates: [], failure };
    }
  }

  /** Below it a model's cosine says nothing. Whoever asks for less, gets less. */
  private floorOf(model: string, threshold: number | undefined): number {
    const floor = this.floors.get(model) ?? 0;
    return threshold === undefined ? floor : Math.min(floor, threshold);
  }

  private asked(workspaceId: string, query: string): AskedVector {
    return async (model) => {
      try {
        const embedder = this.embedders.find(model);
        if (!embedder) throw new Error(`${model} is not configured`);
        const signal = AbortSignal.timeout(EMBEDDING_TIMEOUT_MS);
        const [vector] = await embedder.embed([query], { workspaceId, isQuestion: true, signal });
        return vector!;
      } catch (error) {
        throw new EmbeddingUnavailable((error as Error).message);
      }
    };
  }
}

/** The model cannot be asked: keywords alone still answer. */
class EmbeddingUnavailable extends Error {}

/** The database is no part of a leg: without it nothing can be answered. */
function failureOfLeg(error: unknown): DomainError | null {
  if (error instanceof EmbeddingUnavailable) return embeddingsUnavailable();
  return error instanceof DomainError && error.code === 'vector_index_unavailable' ? error : null;
}

function embeddingsUnavailable(): DomainError {
  return new DomainError({
    kind: 'unavailable',
    code: 'embeddings_unavailable',
    detail: 'The embedding model cannot be reached right now. The keyword mode works without it.',
    retryAfterSeconds: 10,
  });
}
