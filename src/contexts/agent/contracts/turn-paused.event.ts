import { type DomainEvent } from '../../../kernel/domain-event';
import { type CompletedReply } from './turn-completed.event';

/** An agent waits for somebody's approval, and has said so in the conversation. */
export class TurnPaused implements DomainEvent {
  static readonly type = 'agent.turn-paused.v1';
  readonly aggregateId: string;

  constructor(
    readonly workspaceId: string,
    readonly conversationId: string,
    readonly agent: string,
    readonly reply: CompletedReply,
  ) {
    this.aggregateId = reply.runId;
  }
}
