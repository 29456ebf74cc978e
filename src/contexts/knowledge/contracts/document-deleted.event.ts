import { type DomainEvent } from '../../../kernel/domain-event';

export class DocumentDeleted implements DomainEvent {
  static readonly type = 'knowledge.document-deleted.v1';

  constructor(
    readonly workspaceId: string,
    readonly aggregateId: string,
  ) {}
}
