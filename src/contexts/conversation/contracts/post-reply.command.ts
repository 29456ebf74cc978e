import { Command } from '@nestjs/cqrs';

export interface ReplySource {
  readonly documentId: string;
  readonly chunkId: string;
  readonly title: string;
  readonly url: string | null;
  readonly score: number;
}

/** Puts an agent's reply into its conversation; the same reply id is posted once, however often it is sent. */
export class PostReply extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly conversationId: string,
    readonly reply: {
      readonly id: string;
      readonly runId: string;
      readonly content: string;
      readonly sources: readonly ReplySource[];
    },
  ) {
    super();
  }
}
