import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '../../../kernel/domain-error';
import { DataQueue } from '../../../platform/data-rights/data-queue';
import { Embedders } from '../domain/embedders';
import { StoredVectors } from '../domain/stored-vectors';
import { VectorIndex } from '../domain/vector-index';
import { VectorInventory } from '../domain/vector-inventory';
import { REBUILD_VECTORS } from './rebuild-vectors.command';

export interface CollectionOutcome {
  readonly engine: 'qdrant' | 'postgres';
  readonly name: string | null;
  readonly created: boolean;
  /** Documents that are there already are on their way into it. */
  readonly rebuilding: boolean;
}

/** Null as the model: the one that the workspace uses. */
export class CreateCollection extends Command<CollectionOutcome> {
  constructor(
    readonly workspaceId: string,
    readonly model: string | null,
  ) {
    super();
  }
}

@CommandHandler(CreateCollection)
export class CreateCollectionHandler implements ICommandHandler<CreateCollection> {
  constructor(
    private readonly embedders: Embedders,
    private readonly stored: StoredVectors,
    private readonly index: VectorIndex,
    private readonly inventory: VectorInventory,
    private readonly queue: DataQueue,
  ) {}

  async execute({ workspaceId, model }: CreateCollection): Promise<CollectionOutcome> {
    if (model !== null && !this.embedders.find(model)) throw unknownModel(this.embedders.models);
    if (!this.index.isApart) return { engine: 'postgres', name: null, created: false, rebuilding: false };
    const used = await this.stored.modelOf(workspaceId);
    const wanted = model ?? used;
    const created = await this.index.prepare(workspaceId, wanted);
    // Vectors of another model come with the workspace's move to it.
    const rebuilding = created && wanted === used && (await this.hasVectors(workspaceId, used));
    if (rebuilding) await this.queue.add(REBUILD_VECTORS, { subjectId: workspaceId, workspaceId });
    return { engine: 'qdrant', name: this.inventory.homeOf(workspaceId, wanted), created, rebuilding };
  }

  private async hasVectors(workspaceId: string, model: string): Promise<boolean> {
    return (await this.stored.live(workspaceId, model, null)).chunkIds.length > 0;
  }
}

function unknownModel(known: readonly string[]): DomainError {
  const message = `must be one of ${known.join(', ')}`;
  return new DomainError({
    kind: 'invalid',
    code: 'unknown_model',
    detail: `The model ${message}.`,
    errors: [{ path: 'model', message }],
  });
}
