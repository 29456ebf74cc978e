import { Injectable } from '@nestjs/common';
import { type Schemas } from '@qdrant/js-client-rest';
import { isMissingCollection } from '../../../../platform/qdrant/qdrant-errors';
import { QdrantServer } from '../../../../platform/qdrant/qdrant-server';
import { type ChunkPage } from '../../domain/stored-vectors';
import { VectorInventory } from '../../domain/vector-inventory';
import { ForeignPoints } from './foreign-points';
import { hasId, pointsOfWorkspace } from './point-filters';
import { QdrantCollections } from './qdrant-collections';

const PAGE = 1_000;

@Injectable()
export class QdrantVectorInventory extends VectorInventory {
  constructor(
    private readonly server: QdrantServer,
    private readonly collections: QdrantCollections,
    private readonly foreign: ForeignPoints,
  ) {
    super();
  }

  homeOf(workspaceId: string, model: string): string {
    return this.collections.nameOf(workspaceId, model);
  }

  held(workspaceId: string, model: string, place: string | null): Promise<ChunkPage> {
    const request = { filter: pointsOfWorkspace(workspaceId), offset: place, limit: PAGE };
    return this.scroll(workspaceId, model, request);
  }

  async absentAmong(workspaceId: string, model: string, chunkIds: readonly string[]): Promise<string[]> {
    if (chunkIds.length === 0) return [];
    const request = { filter: pointsOfWorkspace(workspaceId, hasId(chunkIds)), limit: chunkIds.length };
    const held = new Set((await this.scroll(workspaceId, model, request)).chunkIds);
    return chunkIds.filter((id) => !held.has(id));
  }

  async remove(workspaceId: string, model: string, chunkIds: readonly string[]): Promise<void> {
    if (chunkIds.length === 0) return;
    const name = this.collections.nameOf(workspaceId, model);
    await this.collections.removePoints(name, pointsOfWorkspace(workspaceId, hasId(chunkIds)));
  }

  /** A collection that is not there holds nothing. */
  private async scroll(
    workspaceId: string,
    model: string,
    request: Schemas['ScrollRequest'],
  ): Promise<ChunkPage> {
    const name = this.collections.nameOf(workspaceId, model);
    try {
      const { points, next_page_offset } = await this.server.ask((client) =>
        client.scroll(name, { ...request, with_payload: ['workspace_id'], with_vector: false }),
      );
      const own = this.foreign.keepOwn(workspaceId, points);
      const next = typeof next_page_offset === 'string' ? next_page_offset : null;
      return { chunkIds: own.map(({ id }) => String(id)), next };
    } catch (error) {
      if (isMissingCollection(error)) return { chunkIds: [], next: null };
      throw error;
    }
  }
}
