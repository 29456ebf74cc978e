import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { StoredVectors } from '../domain/stored-vectors';
import { VectorIndex } from '../domain/vector-index';
import { type VectorPlace, VectorReconciliation } from './vector-reconciliation';

/** Of the jobs that do this. */
export const REBUILD_VECTORS = 'rebuild-vectors';

export interface RebuiltVectors {
  readonly published: number;
  readonly removed: number;
}

export class RebuildVectors extends Command<RebuiltVectors> {
  constructor(readonly workspaceId: string) {
    super();
  }
}

/** The whole of a workspace, from the database. Killed in the middle, it is simply done again. */
@CommandHandler(RebuildVectors)
export class RebuildVectorsHandler implements ICommandHandler<RebuildVectors> {
  constructor(
    private readonly stored: StoredVectors,
    private readonly index: VectorIndex,
    private readonly reconciliation: VectorReconciliation,
  ) {}

  async execute({ workspaceId }: RebuildVectors): Promise<RebuiltVectors> {
    const done = { published: 0, removed: 0 };
    if (!this.index.isApart) return done;
    const model = await this.stored.modelOf(workspaceId);
    await this.index.prepare(workspaceId, model);
    let place: VectorPlace | null = null;
    do {
      const page = await this.reconciliation.page(workspaceId, model, place, { isAnew: true });
      done.published += page.published;
      done.removed += page.removed;
      place = page.next;
    } while (place);
    return done;
  }
}
