import { type DomainEvent } from '../../../kernel/domain-event';

/** The workspace's texts are to be embedded with another model. `aggregateId` is the re-indexing. */
export class ReindexingRequested implements DomainEvent {
  static readonly type = 'knowledge.reindexing-requested.v1';

  constructor(
    readonly workspaceId: string,
    readonly aggregateId: string,
  ) {}
}
