import { type DomainEvent } from '../../../kernel/domain-event';

export class DocumentAccessChanged implements DomainEvent {
  static readonly type = 'knowledge.document-access-changed.v1';

  constructor(
    readonly workspaceId: string,
    readonly aggregateId: string,
  ) {}
}
