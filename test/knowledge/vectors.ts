import { type SearchBounds } from '../../src/contexts/knowledge/domain/search-bounds';
import { type DocumentVectors } from '../../src/contexts/knowledge/domain/vector-index';
import { uuidv7 } from '../../src/kernel/ids';

export const EVERYTHING: SearchBounds = { limit: 10, documentIds: null, readers: null };

/** Of length one, as embedders make them. */
export function unit(...values: readonly number[]): Float32Array {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
}

/** A document with a chunk for each vector. */
export function documentWith(
  vectors: readonly Float32Array[],
  more: Partial<Omit<DocumentVectors, 'points'>> = {},
): DocumentVectors {
  const { documentId = uuidv7(), version = 1, model = 'small-4', access = null } = more;
  const points = vectors.map((vector) => ({ chunkId: uuidv7(), vector }));
  return { documentId, version, model, access, points };
}

export const chunkIdsOf = ({ points }: DocumentVectors): string[] => points.map(({ chunkId }) => chunkId);
