import { type DomainEvent } from '../../../kernel/domain-event';

/** A document of an ingestion is ready or has failed. `aggregateId` is the ingestion. */
export class DocumentSettled implements DomainEvent {
  static readonly type = 'knowledge.document-settled.v1';

  constructor(
    readonly workspaceId: string,
    readonly aggregateId: string,
  ) {}
}
