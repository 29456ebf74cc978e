import { type DomainEvent } from '../../../kernel/domain-event';

export interface CompletedReply {
  readonly id: string;
  readonly runId: string;
  readonly content: string;
  readonly sources: readonly {
    readonly documentId: string;
    readonly chunkId: string;
    readonly title: string;
    readonly url: string | null;
    readonly score: number;
  }[];
}

export class TurnCompleted implements DomainEvent {
  static readonly type = 'agent.turn-completed.v1';
  readonly aggregateId: string;

  constructor(
    readonly workspaceId: string,
    readonly conversationId: string,
    readonly agent: string,
    readonly reply: CompletedReply,
    readonly usage: {
      readonly model: string | null;
      readonly inputTokens: number;
      readonly outputTokens: number;
      /** US dollars; null where the price of the model is not known. */
      readonly costUsd?: number | null;
    },
  ) {
    this.aggregateId = reply.runId;
  }
}
