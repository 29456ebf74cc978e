import { EventsHandler, type IEventHandler } from '@nestjs/cqrs';
import { DocumentAccessChanged } from '../contracts/document-access-changed.event';
import { LiveVersions } from '../domain/live-versions';
import { StoredVectors } from '../domain/stored-vectors';
import { VectorIndex } from '../domain/vector-index';

/** An index apart knows readers from the points themselves. Hits are held against the database in any case. */
@EventsHandler(DocumentAccessChanged)
export class PublishReadersOnDocumentAccessChanged implements IEventHandler<DocumentAccessChanged> {
  constructor(
    private readonly vectors: VectorIndex,
    private readonly stored: StoredVectors,
    private readonly versions: LiveVersions,
  ) {}

  async handle({ workspaceId, aggregateId }: DocumentAccessChanged): Promise<void> {
    if (!this.vectors.isApart) return;
    const model = await this.stored.modelOf(workspaceId);
    for (const version of await this.versions.of(workspaceId, model, [aggregateId])) {
      await this.vectors.publish(workspaceId, version);
    }
  }
}
