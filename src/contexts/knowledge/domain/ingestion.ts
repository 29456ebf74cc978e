import { createHash } from 'node:crypto';
import { AggregateRoot } from '../../../kernel/aggregate-root';
import { type IndexingPriority, IndexingRequested } from '../contracts/indexing-requested.event';
import { type ChunkingOptions } from './chunking/chunk';

export interface SubmittedDocument {
  readonly title: string;
  readonly content: string;
  readonly url: string | null;
  readonly externalId: string | null;
  readonly metadata: Readonly<Record<string, unknown>>;
}

export interface Submission {
  readonly ingestionId: string;
  readonly workspaceId: string;
  readonly submittedBy: string | null;
  readonly priority: IndexingPriority;
  readonly chunking: ChunkingOptions;
  readonly documents: readonly SubmittedDocument[];
}

export interface NewDocument extends SubmittedDocument {
  readonly id: string;
  readonly contentHash: string;
}

const FIRST_GENERATION = 1;

/** One hand-over of documents. What the workspace has already, or what is handed over twice, is counted and left out. */
export class Ingestion extends AggregateRoot {
  private constructor(
    readonly submission: Submission,
    readonly accepted: readonly NewDocument[],
  ) {
    super(submission.ingestionId, 0);
  }

  get skipped(): number {
    return this.submission.documents.length - this.accepted.length;
  }

  static start(submission: Submission, knownHashes: ReadonlySet<string>, nextId: () => string): Ingestion {
    const seen = new Set(knownHashes);
    const accepted: NewDocument[] = [];
    for (const document of submission.documents) {
      const contentHash = contentHashOf(document.content);
      if (seen.has(contentHash)) continue;
      seen.add(contentHash);
      accepted.push({ ...document, id: nextId(), contentHash });
    }
    const ingestion = new Ingestion(submission, accepted);
    if (accepted.length > 0) ingestion.requestIndexing();
    return ingestion;
  }

  private requestIndexing(): void {
    const { workspaceId, priority } = this.submission;
    const documents = this.accepted.map(({ id }) => ({ id, generation: FIRST_GENERATION }));
    this.raise(new IndexingRequested(workspaceId, this.id, documents, priority));
  }
}

/** The same text is the same content, whichever system's line ends it came with. */
export function contentHashOf(content: string): string {
  const text = content.replaceAll('\r\n', '\n').trim().normalize('NFC');
  return createHash('sha256').update(text).digest('hex');
}
