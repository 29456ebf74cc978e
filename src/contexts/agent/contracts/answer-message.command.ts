import { Command } from '@nestjs/cqrs';

export interface MessageToAnswer {
  /** Also the id of the run: the same message again is answered once. */
  readonly id: string;
  readonly agent: string;
  readonly content: string;
  /** Has to be there. */
  readonly conversationId: string;
  /** Null: whoever has a say chooses. */
  readonly model: string | null;
}

export interface AnsweredMessage {
  readonly runId: string;
  readonly status: string;
  /** Null for a run that has ended without a word. */
  readonly reply: { readonly id: string; readonly content: string } | null;
}

/**
 * Lets an agent answer a stranger, who has no account: it reads what is for everybody, and does nothing for which
 * anybody needs a right.
 */
export class AnswerMessage extends Command<AnsweredMessage> {
  constructor(
    readonly workspaceId: string,
    readonly message: MessageToAnswer,
    readonly signal: AbortSignal,
  ) {
    super();
  }
}
