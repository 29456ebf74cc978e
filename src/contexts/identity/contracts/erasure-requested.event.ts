import { type DomainEvent } from '../../../kernel/domain-event';

/** A person is to be forgotten: so the event does not name them. */
export class ErasureRequested implements DomainEvent {
  static readonly type = 'identity.erasure-requested.v1';
  readonly workspaceId = null;
  readonly aggregateId: string;

  constructor(readonly erasureId: string) {
    this.aggregateId = erasureId;
  }
}
