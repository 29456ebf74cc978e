import { type ChunkingOptions, type ChunkingStrategy } from './chunk';

// Measured on a public retrieval collection whose texts were joined into long documents: from 150 to 350 tokens the
// quality hardly moves, at 1000 a third of it is lost. Answers want context, so the default is at the high end.
const DEFAULTS: Record<ChunkingStrategy, ChunkingOptions> = {
  structure: { strategy: 'structure', maxTokens: 300, overlapTokens: 0 },
  paragraph: { strategy: 'paragraph', maxTokens: 300, overlapTokens: 0 },
  semantic: { strategy: 'semantic', maxTokens: 300, overlapTokens: 0 },
  fixed: { strategy: 'fixed', maxTokens: 1000, overlapTokens: 200 },
};

/** One character can take four tokens; below this a limit could not be kept. */
const SMALLEST_LIMIT = 16;
/** Beyond this the embedding models cut a text off without a word. */
const LARGEST_LIMIT = 8000;

/** Fills in what was left out, and brings what was asked for into the range that works. */
export function chunkingOptions(requested: Partial<ChunkingOptions> = {}): ChunkingOptions {
  const defaults = DEFAULTS[requested.strategy ?? 'structure'];
  const maxTokens = within(requested.maxTokens ?? defaults.maxTokens, SMALLEST_LIMIT, LARGEST_LIMIT);
  // More than half would have every chunk repeat most of the one before.
  const overlapTokens = within(requested.overlapTokens ?? defaults.overlapTokens, 0, maxTokens / 2);
  return { strategy: defaults.strategy, maxTokens, overlapTokens };
}

/** What a request says goes first; the workspace's own wishes hold where it names no strategy of its own. */
export function chunkingFor(
  requested: Partial<ChunkingOptions>,
  workspace: Partial<ChunkingOptions>,
): ChunkingOptions {
  return chunkingOptions(requested.strategy ? requested : { ...workspace, ...requested });
}

function within(value: number, least: number, most: number): number {
  return Math.floor(Math.min(most, Math.max(least, Number.isNaN(value) ? least : value)));
}
