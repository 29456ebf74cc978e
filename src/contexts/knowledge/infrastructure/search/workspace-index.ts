import { type KeywordFindings } from '../../domain/keyword-index';
import { type QuestionTerm } from '../../domain/question-terms';
import { type SearchBounds } from '../../domain/search-bounds';
import { type Candidate } from '../../domain/vector-index';
import { AccessLists } from './access-lists';
import { type ScoredRow } from './best-rows';
import { withRoomFor } from './growing-array';
import { KeywordRanking } from './keyword-ranking';
import { RowIds } from './row-ids';
import { VectorMatrix } from './vector-matrix';

export interface IndexRow {
  readonly id: string;
  readonly documentId: string;
  readonly version: number;
  /** Null when it was made by another model than the one in use. */
  readonly vector: Float32Array | null;
  readonly terms: Buffer;
  /** What the words of the terms were taken for; null: not known. */
  readonly language: string | null;
  /** Who may find it; null: the whole workspace. */
  readonly access: readonly string[] | null;
}

/** What is known of documents whose versions were withdrawn, or whose readers have changed. */
export interface Withdrawal {
  readonly documentId: string;
  /** Versions from here on stay; null: none. */
  readonly belowVersion: number | null;
  readonly access: readonly string[] | null;
}

/** Its id as a string, its place in a map, and the list of its rows. */
const BYTES_OF_DOCUMENT = 200;
const FEW_REMOVED = 500;

/** Everything that is searched in one workspace, in memory: a copy of what PostgreSQL has, never the truth. */
export class WorkspaceIndex {
  private readonly matrix: VectorMatrix;
  private readonly keywords = new KeywordRanking();
  private readonly access = new AccessLists();
  private readonly languages = new Set<string>();
  private readonly ids = new RowIds();
  private versions = new Int32Array(64);
  /** The rows of chunks whose vector was not there (yet). */
  private readonly bare = new Map<string, number>();
  private readonly rowsByDocument = new Map<string, number[]>();
  private removed = new Uint8Array(64);
  private removedRows = 0;

  constructor(
    readonly model: string,
    /** Zero: its vectors are somewhere else, and it holds the words alone. */
    readonly dimensions: number,
  ) {
    this.matrix = new VectorMatrix(dimensions);
  }

  get bytes(): number {
    return (
      this.matrix.bytes + this.keywords.bytes + this.ids.bytes + this.rowsByDocument.size * BYTES_OF_DOCUMENT
    );
  }

  /** Removed rows still cost time and blur the statistics. */
  get isWorn(): boolean {
    return this.removedRows > FEW_REMOVED && this.removedRows * 4 > this.ids.size;
  }

  get knownLanguages(): readonly string[] {
    return [...this.languages];
  }

  /** Whether there is nothing more to learn about the chunk. */
  has(chunkId: string): boolean {
    return this.ids.has(chunkId) && !this.bare.has(chunkId);
  }

  add({ id, documentId, version, vector, terms, language, access }: IndexRow): void {
    if (this.ids.has(id)) return this.complete(id, vector);
    const row = this.ids.add(id);
    this.versions = withRoomFor(this.versions, row + 1);
    this.versions[row] = version;
    this.removed = withRoomFor(this.removed, row + 1);
    const rows = this.rowsByDocument.get(documentId);
    if (rows) rows.push(row);
    else this.rowsByDocument.set(documentId, [row]);
    if (this.dimensions > 0) this.setVector(row, id, vector);
    this.keywords.set(row, terms);
    this.access.set(row, access);
    if (language !== null) this.languages.add(language);
  }

  /** Takes away a document's earlier versions, or all that there is of it; what stays has the readers of now. */
  withdraw({ documentId, belowVersion, access }: Withdrawal): void {
    const rows = this.rowsByDocument.get(documentId) ?? [];
    const isKept = (row: number) => belowVersion !== null && this.versions[row]! >= belowVersion;
    for (const row of rows.filter((each) => !isKept(each))) {
      this.removed[row] = 1;
      this.removedRows++;
    }
    const kept = rows.filter(isKept);
    for (const row of kept) this.access.set(row, access);
    if (kept.length > 0) this.rowsByDocument.set(documentId, kept);
    else this.rowsByDocument.delete(documentId);
  }

  nearest(vector: Float32Array, bounds: SearchBounds): Candidate[] {
    const excluded = this.excludedBy(bounds);
    return this.matrix.nearest(vector, bounds.limit, excluded).map((row) => this.candidate(row));
  }

  matching(terms: readonly QuestionTerm[], bounds: SearchBounds): KeywordFindings {
    const { rows, corrected } = this.keywords.best(terms, bounds.limit, this.excludedBy(bounds));
    return { candidates: rows.map((row) => this.candidate(row)), corrected };
  }

  private setVector(row: number, id: string, vector: Float32Array | null): void {
    this.matrix.set(row, null);
    this.bare.set(id, row);
    this.complete(id, vector);
  }

  private complete(id: string, vector: Float32Array | null): void {
    const row = this.bare.get(id);
    if (row === undefined || vector?.length !== this.dimensions) return;
    this.matrix.set(row, vector);
    this.bare.delete(id);
  }

  private excludedBy({ documentIds, readers, words = [] }: SearchBounds): Uint8Array {
    if (!documentIds && words.length === 0 && this.access.letIn(readers)) return this.removed;
    const excluded = documentIds ? this.allBut(documentIds) : this.removed.slice(0, this.ids.size);
    if (readers && !this.access.letIn(readers)) this.access.exclude(readers, excluded);
    if (words.length > 0) this.keywords.excludeLacking(words, excluded);
    return excluded;
  }

  private allBut(documentIds: ReadonlySet<string>): Uint8Array {
    const excluded = new Uint8Array(this.ids.size).fill(1);
    for (const documentId of documentIds) {
      for (const row of this.rowsByDocument.get(documentId) ?? []) excluded[row] = 0;
    }
    return excluded;
  }

  private candidate({ row, score }: ScoredRow): Candidate {
    return { chunkId: this.ids.of(row), score };
  }
}
