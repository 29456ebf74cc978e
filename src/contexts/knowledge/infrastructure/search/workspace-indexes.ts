import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Embedder } from '../../domain/embedder';
import { type Arrival, FEED_PAGE, FROM_THE_START, IndexFeed } from './index-feed';
import { SharedRun } from './shared-run';
import { WorkspaceIndex } from './workspace-index';

const MOST_BYTES = 256 * 1024 * 1024;
const IDLE_MS = 10 * 60_000;
const SWEEP_EVERY_MS = 60_000;

interface Entry {
  index: WorkspaceIndex;
  horizon: string;
  usedAt: number;
  readonly refreshing: SharedRun;
}

/** The indexes of the workspaces that are being searched, brought up to date before each search. */
@Injectable()
export class WorkspaceIndexes implements OnApplicationBootstrap, OnApplicationShutdown {
  /** In the order of their last use. */
  private readonly entries = new Map<string, Entry>();
  private sweeping: NodeJS.Timeout | undefined;

  constructor(
    private readonly feed: IndexFeed,
    private readonly embedder: Embedder,
  ) {}

  onApplicationBootstrap(): void {
    this.sweeping = setInterval(() => this.forgetIdle(), SWEEP_EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.sweeping);
    this.entries.clear();
  }

  forget(workspaceId: string): void {
    this.entries.delete(workspaceId);
  }

  async fresh(workspaceId: string): Promise<WorkspaceIndex> {
    const entry = this.entries.get(workspaceId) ?? this.newEntry();
    this.entries.delete(workspaceId);
    this.entries.set(workspaceId, entry);
    entry.usedAt = Date.now();
    await entry.refreshing.join(() => this.refresh(workspaceId, entry));
    this.forgetBeyondLimit();
    return entry.index;
  }

  private newEntry(): Entry {
    const index = new WorkspaceIndex(this.embedder.dimensions);
    return { index, horizon: FROM_THE_START, usedAt: 0, refreshing: new SharedRun() };
  }

  private async refresh(workspaceId: string, entry: Entry): Promise<void> {
    if (entry.index.isWorn) Object.assign(entry, { index: this.newEntry().index, horizon: FROM_THE_START });
    const { index } = entry;
    const changes = await this.feed.changesSince(workspaceId, entry.horizon);
    let { arrivals } = changes;
    await this.add(workspaceId, index, arrivals);
    while (arrivals.length === FEED_PAGE) {
      arrivals = await this.feed.arrivalsAfter(workspaceId, arrivals.at(-1)!);
      await this.add(workspaceId, index, arrivals);
    }
    for (const documentId of changes.withdrawnDocumentIds) index.removeDocument(documentId);
    // Only now: a page that failed is asked for again. The first page's horizon covers what came during the others.
    entry.horizon = changes.horizon;
  }

  private async add(workspaceId: string, index: WorkspaceIndex, arrivals: readonly Arrival[]): Promise<void> {
    const unknown = arrivals.map(({ id }) => id).filter((id) => !index.has(id));
    if (unknown.length === 0) return;
    for (const row of await this.feed.read(workspaceId, unknown)) index.add(row);
  }

  private forgetBeyondLimit(): void {
    let bytes = 0;
    for (const { index } of this.entries.values()) bytes += index.bytes;
    for (const [workspaceId, { index }] of this.entries) {
      if (bytes <= MOST_BYTES || this.entries.size === 1) return;
      this.entries.delete(workspaceId);
      bytes -= index.bytes;
    }
  }

  private forgetIdle(): void {
    for (const [workspaceId, { usedAt }] of this.entries) {
      if (Date.now() - usedAt > IDLE_MS) this.entries.delete(workspaceId);
    }
  }
}
