import { Injectable } from '@nestjs/common';
import { type Schemas } from '@qdrant/js-client-rest';
import { DomainError } from '../../../../kernel/domain-error';
import { isMissingCollection, vectorsUnavailable } from '../../../../platform/qdrant/qdrant-errors';
import { QdrantServer } from '../../../../platform/qdrant/qdrant-server';
import { type SearchBounds } from '../../domain/search-bounds';
import { StoredVectors } from '../../domain/stored-vectors';
import {
  type AskedVector,
  type Candidate,
  type DocumentVectors,
  VectorIndex,
} from '../../domain/vector-index';
import { ForeignPoints } from './foreign-points';
import { isAnyOf, isBelow, is, mayBeReadBy, pointsOfWorkspace } from './point-filters';
import { pointsOf } from './point-payload';
import { QdrantCollections } from './qdrant-collections';
import { wantedOf } from './wanted-points';

const POINTS_AT_ONCE = 256;
/** As text a number takes some twenty bytes: long vectors travel in smaller batches. */
const NUMBERS_AT_ONCE = 200_000;

/**
 * Vectors in Qdrant, the workspace named in every request. Points of versions that are no longer live, or not yet,
 * may be found: they take places, and whoever reads the chunks drops them.
 */
@Injectable()
export class QdrantVectorIndex extends VectorIndex {
  readonly isApart = true;

  constructor(
    private readonly server: QdrantServer,
    private readonly collections: QdrantCollections,
    private readonly stored: StoredVectors,
    private readonly foreign: ForeignPoints,
  ) {
    super();
  }

  async search(workspaceId: string, asked: AskedVector, bounds: SearchBounds): Promise<Candidate[]> {
    if (bounds.documentIds?.size === 0) return [];
    const model = await this.stored.modelOf(workspaceId);
    const vector = await asked(model);
    try {
      return await this.nearest(workspaceId, model, vector, bounds);
    } catch (error) {
      if (isMissingCollection(error)) return this.withoutCollection(workspaceId, model);
      // A refusal is ours to mend, not the asker's: for them it is an index that does not work.
      if (error instanceof DomainError) throw vectorsUnavailable();
      throw error;
    }
  }

  async publish(workspaceId: string, vectors: DocumentVectors): Promise<void> {
    const name = this.collections.nameOf(workspaceId, vectors.model);
    const points = pointsOf(workspaceId, vectors);
    try {
      await this.upsert(name, points);
    } catch (error) {
      if (!isMissingCollection(error)) throw error;
      await this.collections.prepare(workspaceId, vectors.model);
      await this.upsert(name, points);
    }
  }

  async withdraw(workspaceId: string, documentId: string, belowVersion?: number): Promise<void> {
    const older = belowVersion === undefined ? [] : [isBelow('version', belowVersion)];
    const filter = pointsOfWorkspace(workspaceId, is('document_id', documentId), ...older);
    const names = this.collections.namesOf(workspaceId);
    await Promise.all(names.map((name) => this.collections.removePoints(name, filter)));
  }

  prepare(workspaceId: string, model: string): Promise<boolean> {
    return this.collections.prepare(workspaceId, model);
  }

  forgetWorkspace(workspaceId: string): Promise<void> {
    return this.collections.forgetWorkspace(workspaceId, pointsOfWorkspace(workspaceId));
  }

  private async nearest(
    workspaceId: string,
    model: string,
    vector: Float32Array,
    { limit, documentIds, readers }: SearchBounds,
  ): Promise<Candidate[]> {
    const wanted = wantedOf(limit, documentIds);
    const filter = pointsOfWorkspace(
      workspaceId,
      ...(wanted.documentIds ? [isAnyOf('document_id', wanted.documentIds)] : []),
      ...(readers ? [mayBeReadBy(readers)] : []),
    );
    const { points } = await this.server.ask((client) =>
      client.query(this.collections.nameOf(workspaceId, model), {
        query: Array.from(vector),
        filter,
        limit: wanted.limit,
        with_payload: ['workspace_id', 'document_id'],
      }),
    );
    const own = this.foreign.keepOwn(workspaceId, points);
    return own.filter(wanted.keeps).map(candidateOf).filter(isNear);
  }

  /** Nothing has been indexed yet, or a collection was lost: then an empty answer would be a lie. */
  private async withoutCollection(workspaceId: string, model: string): Promise<Candidate[]> {
    const { chunkIds } = await this.stored.live(workspaceId, model, null);
    if (chunkIds.length > 0) throw vectorsUnavailable();
    return [];
  }

  private async upsert(name: string, points: readonly Schemas['PointStruct'][]): Promise<void> {
    const dimensions = (points[0]?.vector as number[] | undefined)?.length ?? 1;
    const atOnce = Math.max(1, Math.min(POINTS_AT_ONCE, Math.floor(NUMBERS_AT_ONCE / dimensions)));
    for (let start = 0; start < points.length; start += atOnce) {
      const batch = points.slice(start, start + atOnce);
      await this.server.ask((client) => client.upsert(name, { wait: true, points: batch }));
    }
  }
}

function candidateOf({ id, score }: Schemas['ScoredPoint']): Candidate {
  return { chunkId: String(id), score };
}

const isNear = ({ score }: Candidate): boolean => score > 0;
