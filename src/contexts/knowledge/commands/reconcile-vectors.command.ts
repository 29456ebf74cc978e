import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataQueue } from '../../../platform/data-rights/data-queue';
import { StoredVectors } from '../domain/stored-vectors';
import { VectorIndex } from '../domain/vector-index';
import { REBUILD_VECTORS } from './rebuild-vectors.command';
import { type ReconciledPage, type VectorPlace, VectorReconciliation } from './vector-reconciliation';

const NOTHING_TO_DO: ReconciledPage = { published: 0, removed: 0, next: null };

/** One page of the comparison of a workspace's vectors; `place` is where the page before has ended. */
export class ReconcileVectors extends Command<ReconciledPage> {
  constructor(
    readonly workspaceId: string,
    readonly place: VectorPlace | null,
  ) {
    super();
  }
}

/** Where everything is lost, the whole is built again, as work of its own. */
@CommandHandler(ReconcileVectors)
export class ReconcileVectorsHandler implements ICommandHandler<ReconcileVectors> {
  constructor(
    private readonly stored: StoredVectors,
    private readonly index: VectorIndex,
    private readonly reconciliation: VectorReconciliation,
    private readonly queue: DataQueue,
  ) {}

  async execute({ workspaceId, place }: ReconcileVectors): Promise<ReconciledPage> {
    if (!this.index.isApart) return NOTHING_TO_DO;
    const model = await this.stored.modelOf(workspaceId);
    if (place === null && (await this.index.prepare(workspaceId, model))) {
      await this.queue.add(REBUILD_VECTORS, { subjectId: workspaceId, workspaceId });
      return NOTHING_TO_DO;
    }
    return this.reconciliation.page(workspaceId, model, place, { isAnew: false });
  }
}
