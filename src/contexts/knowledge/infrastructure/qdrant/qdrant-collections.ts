import { Injectable } from '@nestjs/common';
import { type Schemas } from '@qdrant/js-client-rest';
import { Settings } from '../../../../../config/settings';
import {
  isExistingCollection,
  isMissingCollection,
  vectorsRefused,
} from '../../../../platform/qdrant/qdrant-errors';
import { QdrantServer } from '../../../../platform/qdrant/qdrant-server';
import { Embedders } from '../../domain/embedders';
import { isOwnOf, isShared, ownCollection, sharedCollection } from './collection-names';
import { INDEXED_FIELDS } from './point-payload';

type CollectionInfo = Schemas['CollectionInfo'];

/** Every search stays within a tenant: one graph over all would be built and kept for nobody. */
const GRAPH_PER_TENANT = { m: 0, payload_m: 16 };

/** Which collections there are, and how they are made and unmade. */
@Injectable()
export class QdrantCollections {
  private readonly isShared: boolean;

  constructor(
    private readonly server: QdrantServer,
    private readonly embedders: Embedders,
    { qdrant }: Settings,
  ) {
    this.isShared = qdrant?.collections === 'shared';
  }

  nameOf(workspaceId: string, model: string): string {
    return this.isShared ? sharedCollection(model) : ownCollection(workspaceId, model);
  }

  /** Wherever points of the workspace may be that a search can still find. */
  namesOf(workspaceId: string): string[] {
    return this.embedders.models.map((model) => this.nameOf(workspaceId, model));
  }

  /** Also mends what a crash has left half made. Of several that come at once, one has created it. */
  async prepare(workspaceId: string, model: string): Promise<boolean> {
    const size = this.embedders.find(model)?.dimensions;
    if (size === undefined) throw vectorsRefused(`${model} is not configured.`);
    const name = this.nameOf(workspaceId, model);
    const known = await this.describe(name);
    if (known) refuseOtherSize(name, known, size);
    const created = known === null && (await this.create(name, size));
    await this.indexFields(name, Object.keys(known?.payload_schema ?? {}));
    return created;
  }

  /** All that any strategy or model may once have put there: settings change, and what is erased must be gone. */
  async forgetWorkspace(workspaceId: string, points: Schemas['Filter']): Promise<void> {
    const { collections } = await this.server.ask((client) => client.getCollections());
    const names = collections.map(({ name }) => name);
    for (const name of names.filter((each) => isOwnOf(each, workspaceId))) {
      await this.server.ask((client) => client.deleteCollection(name));
    }
    for (const name of names.filter(isShared)) await this.removePoints(name, points);
  }

  async removePoints(name: string, filter: Schemas['Filter']): Promise<void> {
    try {
      await this.server.ask((client) => client.delete(name, { wait: true, filter }));
    } catch (error) {
      if (!isMissingCollection(error)) throw error;
    }
  }

  private async describe(name: string): Promise<CollectionInfo | null> {
    try {
      return await this.server.ask((client) => client.getCollection(name));
    } catch (error) {
      if (isMissingCollection(error)) return null;
      throw error;
    }
  }

  private async create(name: string, size: number): Promise<boolean> {
    const layout = this.isShared ? { hnsw_config: GRAPH_PER_TENANT } : {};
    try {
      await this.server.ask((client) =>
        client.createCollection(name, { vectors: { size, distance: 'Cosine' }, ...layout }),
      );
      return true;
    } catch (error) {
      if (isExistingCollection(error)) return false;
      throw error;
    }
  }

  private async indexFields(name: string, indexed: readonly string[]): Promise<void> {
    for (const [field_name, field_schema] of Object.entries(INDEXED_FIELDS)) {
      if (indexed.includes(field_name)) continue;
      await this.server.ask((client) =>
        client.createPayloadIndex(name, { wait: true, field_name, field_schema }),
      );
    }
  }
}

function refuseOtherSize(name: string, { config }: CollectionInfo, size: number): void {
  const { vectors } = config.params;
  const held = vectors && 'distance' in vectors ? vectors.size : null;
  if (held !== size) throw vectorsRefused(`${name} is not for vectors of ${size} dimensions.`);
}
