import { Command } from '@nestjs/cqrs';

/** Opens a conversation before anything is said in it; the same id again changes nothing. */
export class OpenConversation extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly conversation: {
      readonly id: string;
      readonly title: string;
      readonly channel: string;
      readonly startedBy: string | null;
    },
  ) {
    super();
  }
}
