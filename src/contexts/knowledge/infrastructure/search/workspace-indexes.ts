import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Settings } from '../../../../../config/settings';
import { Embedders } from '../../domain/embedders';
import { type Arrival, type Changes, FEED_PAGE, FROM_THE_START, IndexFeed } from './index-feed';
import { SharedRun } from './shared-run';
import { WorkspaceIndex } from './workspace-index';

/** Rows are large, and what was read stays in memory until it is collected. */
const READ_AT_ONCE = 250;
const SWEEPS_PER_IDLE_TIME = 10;

interface Entry {
  index: WorkspaceIndex;
  horizon: string;
  /** All that was committed before is in it, by performance.now(). */
  knownAt: number;
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
    private readonly embedders: Embedders,
    private readonly settings: Settings,
  ) {}

  onApplicationBootstrap(): void {
    this.sweeping = setInterval(
      () => this.forgetIdle(),
      this.settings.search.indexIdleMs / SWEEPS_PER_IDLE_TIME,
    ).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.sweeping);
    this.entries.clear();
  }

  forget(workspaceId: string): void {
    this.entries.delete(workspaceId);
  }

  /** One search asks several times, and is content with what there was when its question came. */
  async fresh(workspaceId: string, askedAt = performance.now()): Promise<WorkspaceIndex> {
    const entry = this.entries.get(workspaceId) ?? this.newEntry();
    this.entries.delete(workspaceId);
    this.entries.set(workspaceId, entry);
    entry.usedAt = Date.now();
    if (entry.knownAt < askedAt) await entry.refreshing.join(() => this.refresh(workspaceId, entry));
    this.forgetBeyondLimit();
    return entry.index;
  }

  private newEntry(): Entry {
    const index = this.emptyIndex(this.embedders.defaultModel);
    return { index, horizon: FROM_THE_START, knownAt: -Infinity, usedAt: 0, refreshing: new SharedRun() };
  }

  private emptyIndex(model: string): WorkspaceIndex {
    const dimensions = this.settings.qdrant ? 0 : (this.embedders.find(model)?.dimensions ?? 0);
    return new WorkspaceIndex(model, dimensions);
  }

  private async refresh(workspaceId: string, entry: Entry): Promise<void> {
    const { index } = entry;
    const startedAt = performance.now();
    const changes = await this.feed.changesSince(workspaceId, entry.horizon);
    const model = changes.model ?? this.embedders.defaultModel;
    if (index.model === model && !index.isWorn) {
      await this.apply(workspaceId, entry, changes);
    } else {
      Object.assign(entry, { index: this.emptyIndex(model), horizon: FROM_THE_START, knownAt: -Infinity });
      await this.apply(workspaceId, entry, await this.feed.changesSince(workspaceId, FROM_THE_START));
    }
    entry.knownAt = startedAt;
  }

  private async apply(workspaceId: string, entry: Entry, changes: Changes): Promise<void> {
    const { index } = entry;
    let { arrivals } = changes;
    await this.add(workspaceId, index, arrivals);
    while (arrivals.length === FEED_PAGE) {
      arrivals = await this.feed.arrivalsAfter(workspaceId, arrivals.at(-1)!);
      await this.add(workspaceId, index, arrivals);
    }
    for (const withdrawal of changes.withdrawals) index.withdraw(withdrawal);
    // Only now: a page that failed is asked for again. The first page's horizon covers what came during the others.
    entry.horizon = changes.horizon;
  }

  private async add(workspaceId: string, index: WorkspaceIndex, arrivals: readonly Arrival[]): Promise<void> {
    const unknown = arrivals.map(({ id }) => id).filter((id) => !index.has(id));
    if (unknown.length === 0) return;
    for (let start = 0; start < unknown.length; start += READ_AT_ONCE) {
      const slice = unknown.slice(start, start + READ_AT_ONCE);
      const model = index.dimensions > 0 ? index.model : null;
      for (const row of await this.feed.read(workspaceId, slice, model)) index.add(row);
    }
  }

  private forgetBeyondLimit(): void {
    let bytes = 0;
    for (const { index } of this.entries.values()) bytes += index.bytes;
    for (const [workspaceId, { index }] of this.entries) {
      if (bytes <= this.settings.search.indexMemoryBytes || this.entries.size === 1) return;
      this.entries.delete(workspaceId);
      bytes -= index.bytes;
    }
  }

  private forgetIdle(): void {
    for (const [workspaceId, { usedAt }] of this.entries) {
      if (Date.now() - usedAt > this.settings.search.indexIdleMs) this.entries.delete(workspaceId);
    }
  }
}
