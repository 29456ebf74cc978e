import { Injectable } from '@nestjs/common';
import { StoredVectors } from '../domain/stored-vectors';
import { VectorIndex } from '../domain/vector-index';
import { VectorInventory } from '../domain/vector-inventory';

export interface VectorPlace {
  /** First what is missing is brought, then what is left over is taken away. */
  readonly stage: 'fill' | 'sweep';
  readonly from: string | null;
}

export interface ReconciledPage {
  readonly published: number;
  readonly removed: number;
  /** Null: the workspace is done. */
  readonly next: VectorPlace | null;
}

const START: VectorPlace = { stage: 'fill', from: null };
/** So many vectors are in memory at once. */
const VECTORS_AT_ONCE = 256;

/** Makes an index apart say what the database says, page by page. */
@Injectable()
export class VectorReconciliation {
  constructor(
    private readonly stored: StoredVectors,
    private readonly index: VectorIndex,
    private readonly inventory: VectorInventory,
  ) {}

  /** `isAnew`: what is held already is published again too, whatever has become of it. */
  async page(
    workspaceId: string,
    model: string,
    place: VectorPlace | null,
    { isAnew }: { readonly isAnew: boolean },
  ): Promise<ReconciledPage> {
    const { stage, from } = place ?? START;
    return stage === 'fill'
      ? this.fill(workspaceId, model, from, isAnew)
      : this.sweep(workspaceId, model, from);
  }

  private async fill(
    workspaceId: string,
    model: string,
    from: string | null,
    isAnew: boolean,
  ): Promise<ReconciledPage> {
    const { chunkIds, next } = await this.stored.live(workspaceId, model, from);
    const wanted = isAnew ? chunkIds : await this.inventory.absentAmong(workspaceId, model, chunkIds);
    for (let start = 0; start < wanted.length; start += VECTORS_AT_ONCE) {
      const batch = wanted.slice(start, start + VECTORS_AT_ONCE);
      for (const vectors of await this.stored.read(workspaceId, model, batch)) {
        await this.index.publish(workspaceId, vectors);
      }
    }
    const following: VectorPlace =
      next === null ? { stage: 'sweep', from: null } : { stage: 'fill', from: next };
    return { published: wanted.length, removed: 0, next: following };
  }

  /** What is held is read before what is live, so that nothing is taken away that has just come. */
  private async sweep(workspaceId: string, model: string, from: string | null): Promise<ReconciledPage> {
    const { chunkIds, next } = await this.inventory.held(workspaceId, model, from);
    const gone = await this.stored.goneAmong(workspaceId, chunkIds);
    await this.inventory.remove(workspaceId, model, gone);
    return {
      published: 0,
      removed: gone.length,
      next: next === null ? null : { stage: 'sweep', from: next },
    };
  }
}
