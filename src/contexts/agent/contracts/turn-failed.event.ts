import { type DomainEvent } from '../../../kernel/domain-event';

export class TurnFailed implements DomainEvent {
  static readonly type = 'agent.turn-failed.v1';

  constructor(
    readonly workspaceId: string,
    readonly aggregateId: string,
    readonly conversationId: string,
    readonly agent: string,
    readonly reason: string,
  ) {}
}
