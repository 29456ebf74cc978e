import { type Candidate, type SearchBounds } from '../../domain/vector-index';
import { type ScoredRow } from './best-rows';
import { withRoomFor } from './growing-array';
import { KeywordRanking } from './keyword-ranking';
import { VectorMatrix } from './vector-matrix';

export interface IndexRow {
  readonly id: string;
  readonly documentId: string;
  /** Null when it was made by another model than the one in use. */
  readonly vector: Float32Array | null;
  readonly terms: Buffer;
}

/** Two ids as strings, and their places in two maps. */
const BYTES_OF_IDS = 260;
const FEW_REMOVED = 500;

/** Everything that is searched in one workspace, in memory: a copy of what PostgreSQL has, never the truth. */
export class WorkspaceIndex {
  private readonly matrix: VectorMatrix;
  private readonly keywords = new KeywordRanking();
  private readonly chunkIds: string[] = [];
  private readonly documentIds: string[] = [];
  private readonly known = new Set<string>();
  private readonly rowsByDocument = new Map<string, number[]>();
  private removed = new Uint8Array(64);
  private removedRows = 0;

  constructor(dimensions: number) {
    this.matrix = new VectorMatrix(dimensions);
  }

  get bytes(): number {
    return this.matrix.bytes + this.keywords.bytes + this.chunkIds.length * BYTES_OF_IDS;
  }

  /** Removed rows still cost time and blur the statistics. */
  get isWorn(): boolean {
    return this.removedRows > FEW_REMOVED && this.removedRows * 4 > this.chunkIds.length;
  }

  has(chunkId: string): boolean {
    return this.known.has(chunkId);
  }

  add({ id, documentId, vector, terms }: IndexRow): void {
    if (this.known.has(id)) return;
    const row = this.chunkIds.push(id) - 1;
    this.documentIds.push(documentId);
    this.known.add(id);
    this.removed = withRoomFor(this.removed, row + 1);
    const rows = this.rowsByDocument.get(documentId);
    if (rows) rows.push(row);
    else this.rowsByDocument.set(documentId, [row]);
    this.matrix.set(row, vector);
    this.keywords.set(row, terms);
  }

  removeDocument(documentId: string): void {
    for (const row of this.rowsByDocument.get(documentId) ?? []) {
      this.removed[row] = 1;
      this.removedRows++;
    }
    this.rowsByDocument.delete(documentId);
  }

  nearest(vector: Float32Array, { limit, documentIds }: SearchBounds): Candidate[] {
    const excluded = this.excludedBy(documentIds);
    return this.matrix.nearest(vector, limit, excluded).map((row) => this.candidate(row));
  }

  matching(stems: readonly string[], { limit, documentIds }: SearchBounds): Candidate[] {
    const excluded = this.excludedBy(documentIds);
    return this.keywords.best(stems, limit, excluded).map((row) => this.candidate(row));
  }

  private excludedBy(documentIds: ReadonlySet<string> | null): Uint8Array {
    if (!documentIds) return this.removed;
    const excluded = new Uint8Array(this.chunkIds.length).fill(1);
    for (const documentId of documentIds) {
      for (const row of this.rowsByDocument.get(documentId) ?? []) excluded[row] = 0;
    }
    return excluded;
  }

  private candidate({ row, score }: ScoredRow): Candidate {
    return { chunkId: this.chunkIds[row]!, score };
  }
}
