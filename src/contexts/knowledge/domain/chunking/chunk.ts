export type ChunkingStrategy = 'structure' | 'fixed' | 'paragraph' | 'semantic';

export interface ChunkingOptions {
  strategy: ChunkingStrategy;
  maxTokens: number;
  /** Repeated from the end of the chunk before; `fixed` only. */
  overlapTokens: number;
}

export interface ChunkingInput {
  title: string;
  content: string;
  options: ChunkingOptions;
  /** The offsets at which pages begin, growing; null in a text without pages. */
  pageStarts: readonly number[] | null;
}

export interface Chunk {
  ordinal: number;
  /** The headings above the chunk, outermost first: "Install > Linux". */
  heading: string | null;
  text: string;
  /** `text` is `content.slice(startOffset, endOffset)`. */
  startOffset: number;
  endOffset: number;
  tokens: number;
  /** Counted from 1. */
  pageFrom: number | null;
  pageTo: number | null;
}

export interface Span {
  start: number;
  end: number;
}

export interface SectionSpan extends Span {
  headingPath: readonly string[];
}
