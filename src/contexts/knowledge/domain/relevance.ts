import { type Candidate } from './vector-index';

/** How much the first ranks count over the next: the usual constant of reciprocal rank fusion. */
const RANK_DAMPING = 60;
const RERANKED = 100;

/**
 * Two legs become one order. Reciprocal rank fusion, which needs no common scale, chooses the candidates; then the
 * evidence that both legs have for each decides. The score is that evidence, from 0 to 1, and not a rank: the best of
 * bad hits stays low. Two half convincing legs convince more than one, as 1 − (1 − keyword) · (1 − vector).
 */
export class Relevance {
  constructor(
    /** How far nearness counts: an embedder that knows words only repeats what the keyword leg says. */
    private readonly trustInVectors: number,
  ) {}

  rank(keyword: readonly Candidate[], vector: readonly Candidate[]): Candidate[] {
    const evidence = new Map<string, number>();
    gather(evidence, keyword, 1);
    // Where no word is shared, or words were not looked for, nearness is all there is.
    gather(evidence, vector, keyword.length > 0 ? this.trustInVectors : 1);
    return fuse([keyword, vector])
      .slice(0, RERANKED)
      .map((chunkId) => ({ chunkId, score: evidence.get(chunkId)! }))
      .sort((a, b) => b.score - a.score);
  }
}

function fuse(legs: readonly (readonly Candidate[])[]): string[] {
  const fused = new Map<string, number>();
  for (const candidates of legs) {
    candidates.forEach(({ chunkId }, rank) => {
      fused.set(chunkId, (fused.get(chunkId) ?? 0) + 1 / (RANK_DAMPING + rank + 1));
    });
  }
  return [...fused].sort(([, a], [, b]) => b - a).map(([chunkId]) => chunkId);
}

function gather(evidence: Map<string, number>, candidates: readonly Candidate[], trust: number): void {
  for (const { chunkId, score } of candidates) {
    const doubt = 1 - (evidence.get(chunkId) ?? 0);
    evidence.set(chunkId, 1 - doubt * (1 - trust * Math.min(1, Math.max(0, score))));
  }
}
