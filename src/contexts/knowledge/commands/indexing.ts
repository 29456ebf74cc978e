import { Injectable } from '@nestjs/common';
import { FaultPoints } from '../../../platform/faults/fault-points';
import { type Document } from '../domain/document';
import { Documents, type IndexedContent, type TakenUp } from '../domain/documents';
import { VectorIndex } from '../domain/vector-index';
import { ContentIndexing } from './content-indexing';
import { type LeaseHolder } from './lease-holder';
import { Reading } from './reading';

/** From what was handed in to what is searched. */
@Injectable()
export class Indexing {
  constructor(
    private readonly documents: Documents,
    private readonly reading: Reading,
    private readonly contents: ContentIndexing,
    private readonly vectors: VectorIndex,
    private readonly faults: FaultPoints,
  ) {}

  async index({ document, embeddingModel }: TakenUp, lease: LeaseHolder): Promise<void> {
    if (document.state.content === null) await lease.during(this.reading.read(document, lease));
    const content = await lease.during(this.contents.of(document.state, embeddingModel, lease));
    document.refuseEmptiness(content.chunks.length);
    lease.signal.throwIfAborted();
    if (this.vectors.isApart) await this.publish(document, content, lease);
    else await this.save(document, content);
  }

  /** Somebody else has the last word. What this attempt may have published of a deleted document goes again. */
  async leave({ id, state }: Document): Promise<void> {
    if (!this.vectors.isApart) return;
    const isThere = await this.documents.find(state.workspaceId, id);
    if (!isThere) await this.vectors.withdraw(state.workspaceId, id);
  }

  private async save(document: Document, content: IndexedContent): Promise<void> {
    await this.faults.reach('K13 about to be committed');
    document.complete(content.chunks.length);
    await this.documents.saveIndexed(document, content);
  }

  /** The database first, then the index apart; only when both have the version is it searched. */
  private async publish(document: Document, content: IndexedContent, lease: LeaseHolder): Promise<void> {
    const { workspaceId, contentVersion, access, liveVersion } = document.state;
    await this.documents.saveChunks(document, content);
    await this.faults.reach('K11 chunks stored');
    lease.enter('publishing');
    const published = this.vectors.publish(workspaceId, {
      documentId: document.id,
      version: contentVersion,
      model: content.embeddingModel,
      access,
      points: content.chunks.map(({ id, embedding }) => ({ chunkId: id, vector: embedding })),
    });
    await lease.during(Promise.all([published, this.faults.reach('K12 points on their way')]));
    await this.faults.reach('K13 about to be committed');
    document.complete(content.chunks.length);
    await this.documents.saveReady(document);
    if (liveVersion !== null) await this.vectors.withdraw(workspaceId, document.id, contentVersion);
  }
}
