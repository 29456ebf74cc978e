import { Command } from '@nestjs/cqrs';

export interface WindowMessage {
  readonly role: 'user' | 'assistant' | 'system';
  readonly content: string;
}

export interface PostedMessage {
  readonly conversationId: string;
  /** The messages before this one, oldest first: what an agent needs to understand it. */
  readonly window: readonly WindowMessage[];
}

/**
 * Puts a customer's message into a conversation and starts the conversation if it is a new one.
 * Posting the same message id again changes nothing.
 */
export class PostMessage extends Command<PostedMessage> {
  constructor(
    readonly workspaceId: string,
    readonly messageId: string,
    readonly content: string,
    readonly conversation: {
      readonly id: string;
      readonly isNew: boolean;
      readonly startedBy: string | null;
    },
  ) {
    super();
  }
}
