import { type Schemas } from '@qdrant/js-client-rest';

interface WantedPoints {
  readonly limit: number;
  /** What the server is to filter by; null: by none. */
  readonly documentIds: readonly string[] | null;
  readonly keeps: (point: Schemas['ScoredPoint']) => boolean;
}

/** Some of what comes back is of versions that are not live: a few more than asked for make up for them. */
const SPARE = 1.25;
const MOST_DOCUMENTS = 10_000;
/** How many times the limit is looked through where the list of documents is too long to be sent. */
const DEPTH = 10;

/**
 * A list of documents travels with the request, up to some hundred kilobytes. A longer one leaves so much of a
 * workspace that the nearest points mostly belong to it: then more of them are fetched, and the rest is left out here.
 */
export function wantedOf(limit: number, documentIds: ReadonlySet<string> | null): WantedPoints {
  const withSpare = Math.ceil(limit * SPARE);
  if (!documentIds) return { limit: withSpare, documentIds: null, keeps: () => true };
  const keeps = ({ payload }: Schemas['ScoredPoint']) => documentIds.has(String(payload?.document_id));
  if (documentIds.size <= MOST_DOCUMENTS) return { limit: withSpare, documentIds: [...documentIds], keeps };
  return { limit: limit * DEPTH, documentIds: null, keeps };
}
