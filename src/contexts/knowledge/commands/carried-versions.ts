import { Injectable } from '@nestjs/common';
import { LiveVersions } from '../domain/live-versions';
import { type Reindexing } from '../domain/reindexing';
import { Reindexings } from '../domain/reindexings';
import { type DocumentVectors, VectorIndex } from '../domain/vector-index';

const LEASE_SECONDS = 90;
const DOCUMENTS_AT_ONCE = 20;

/** Where the vector index is apart, it needs the new model's vectors before anybody asks it for them. */
@Injectable()
export class CarriedVersions {
  constructor(
    private readonly versions: LiveVersions,
    private readonly reindexings: Reindexings,
    private readonly vectors: VectorIndex,
  ) {}

  /** All of them, and once more those that have changed while that went on. */
  async carryAll(reindexing: Reindexing): Promise<void> {
    if (!this.vectors.isApart) return;
    await this.vectors.prepare(reindexing.workspaceId, reindexing.toModel);
    const since = await this.carrySince(reindexing, reindexing.carriedAt);
    await this.carrySince(reindexing, since);
  }

  async carryChanged(reindexing: Reindexing): Promise<void> {
    if (this.vectors.isApart) await this.carrySince(reindexing, reindexing.carriedAt);
  }

  async carry({ workspaceId, toModel }: Reindexing, documentIds: readonly string[]): Promise<void> {
    if (!this.vectors.isApart) return;
    await this.publish(workspaceId, await this.versions.of(workspaceId, toModel, documentIds));
  }

  /** Answers when it began: whatever changes from then on is carried the next time. */
  private async carrySince(reindexing: Reindexing, since: Date | null): Promise<Date> {
    const { workspaceId, toModel } = reindexing;
    const began = await this.reindexings.holdOn(reindexing, LEASE_SECONDS);
    for (let afterId: string | null = null; ;) {
      const page = { since, afterId, limit: DOCUMENTS_AT_ONCE };
      const versions = await this.versions.changedSince(workspaceId, toModel, page);
      if (versions.length === 0) break;
      await this.publish(workspaceId, versions);
      await this.reindexings.holdOn(reindexing, LEASE_SECONDS);
      afterId = versions.at(-1)!.documentId;
    }
    await this.reindexings.noteCarried(reindexing, began);
    return began;
  }

  /** A version that was replaced, or deleted, while it was on its way goes again: its end has passed already. */
  private async publish(workspaceId: string, versions: readonly DocumentVectors[]): Promise<void> {
    for (const version of versions) await this.vectors.publish(workspaceId, version);
    const documentIds = versions.map(({ documentId }) => documentId);
    const now = await this.versions.numbersOf(workspaceId, documentIds);
    for (const { documentId, version } of versions) {
      const live = now.get(documentId);
      if (live !== version) await this.vectors.withdraw(workspaceId, documentId, live);
    }
  }
}
