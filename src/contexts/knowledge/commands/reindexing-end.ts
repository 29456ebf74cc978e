import { Injectable, Logger } from '@nestjs/common';
import { type Embedder } from '../domain/embedder';
import { Embedders } from '../domain/embedders';
import { RecallComparison, type RecallReport } from '../domain/recall-comparison';
import { type Reindexing } from '../domain/reindexing';
import { Reindexings } from '../domain/reindexings';
import { CarriedVersions } from './carried-versions';

/** What happens when no vector is missing any more. */
@Injectable()
export class ReindexingEnd {
  private readonly logger = new Logger(ReindexingEnd.name);

  constructor(
    private readonly reindexings: Reindexings,
    private readonly embedders: Embedders,
    private readonly comparison: RecallComparison,
    private readonly carried: CarriedVersions,
  ) {}

  async reach(reindexing: Reindexing, embedder: Embedder): Promise<void> {
    if (reindexing.status === 'flipped') return this.catchUp(reindexing);
    if (reindexing.fromModel === reindexing.toModel) return this.reindexings.noteRepaired(reindexing);
    const report = await this.compare(reindexing, embedder);
    if (reindexing.flips === 'on_request') return this.reindexings.makeReady(reindexing, report);
    await this.carried.carryAll(reindexing);
    await this.reindexings.flip(reindexing, report);
  }

  private async catchUp(reindexing: Reindexing): Promise<void> {
    await this.carried.carryChanged(reindexing);
    await this.reindexings.noteCaughtUp(reindexing);
  }

  /** Whoever leaves a model because it is gone has nothing to compare with, and goes on without a report. */
  private async compare(
    { workspaceId, id, fromModel }: Reindexing,
    to: Embedder,
  ): Promise<RecallReport | null> {
    const from = this.embedders.find(fromModel);
    if (!from) return null;
    try {
      return await this.comparison.compare(workspaceId, from, to);
    } catch (error) {
      this.logger.warn(`The re-indexing ${id} has no report: ${(error as Error).message}`);
      return null;
    }
  }
}
