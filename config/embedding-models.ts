import { type LlmSettings } from './settings';

export interface EmbeddingModel {
  /** What vectors are stored under; never given to another model or length of vector. */
  readonly id: string;
  readonly provider: 'local' | 'openai';
  readonly dimensions: number;
  /** What its vectors can be cut to; null: not known to us. */
  readonly possibleDimensions: { readonly least: number; readonly most: number } | null;
  /** Cosines below say nothing: where a search's threshold begins unless somebody sets one. */
  readonly similarityThreshold: number;
  /** US dollars; null: not known to us. */
  readonly pricePerMillionTokens: number | null;
}

const LOCAL_MODEL: EmbeddingModel = {
  id: 'local-lexical-384',
  provider: 'local',
  dimensions: 384,
  possibleDimensions: { least: 384, most: 384 },
  similarityThreshold: 0,
  pricePerMillionTokens: 0,
};

const OPENAI_MODELS: readonly EmbeddingModel[] = [
  {
    id: 'text-embedding-3-small',
    provider: 'openai',
    dimensions: 512,
    possibleDimensions: { least: 64, most: 1_536 },
    similarityThreshold: 0.2,
    pricePerMillionTokens: 0.02,
  },
  {
    id: 'text-embedding-3-large',
    provider: 'openai',
    dimensions: 1_024,
    possibleDimensions: { least: 64, most: 3_072 },
    similarityThreshold: 0.2,
    pricePerMillionTokens: 0.13,
  },
  {
    id: 'text-embedding-ada-002',
    provider: 'openai',
    dimensions: 1_536,
    possibleDimensions: { least: 1_536, most: 1_536 },
    similarityThreshold: 0.75,
    pricePerMillionTokens: 0.1,
  },
];

/** The default first. Another OpenAI-compatible server brings a model of its own by OPENAI_EMBEDDING_MODEL. */
export function embeddingModels(llm: LlmSettings): readonly EmbeddingModel[] {
  if (!llm.apiKey) return [LOCAL_MODEL];
  const configured = configuredModel(llm);
  return [configured, ...OPENAI_MODELS.filter(({ id }) => id !== configured.id), LOCAL_MODEL];
}

/** What is wrong with the model and the dimensions that were configured; null: nothing. */
export function problemOfEmbeddingModel(llm: LlmSettings): string | null {
  if (!llm.apiKey) return null;
  const { id, dimensions, possibleDimensions } = configuredModel(llm);
  if (dimensions === UNKNOWN) {
    return `OPENAI_EMBEDDING_DIMENSIONS must say how many dimensions the vectors of ${id} have.`;
  }
  const { least, most } = possibleDimensions ?? { least: 1, most: Infinity };
  if (dimensions >= least && dimensions <= most) return null;
  const possible = least === most ? `${most}` : `from ${least} to ${most}`;
  return `OPENAI_EMBEDDING_DIMENSIONS must be ${possible} for ${id}, not ${dimensions}.`;
}

const UNKNOWN = 0;

function configuredModel({ embeddingModel: id, embeddingDimensions }: LlmSettings): EmbeddingModel {
  const known = OPENAI_MODELS.find((model) => model.id === id) ?? {
    id,
    provider: 'openai',
    dimensions: UNKNOWN,
    possibleDimensions: null,
    similarityThreshold: 0,
    pricePerMillionTokens: null,
  };
  return { ...known, dimensions: embeddingDimensions ?? known.dimensions };
}
