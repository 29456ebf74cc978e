import { Command } from '@nestjs/cqrs';

/** Somebody in a conversation asks for a person. The same id again changes nothing. */
export class RequestHandover extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly handover: {
      readonly id: string;
      readonly conversationId: string;
      readonly title: string;
      readonly reason: string;
    },
  ) {
    super();
  }
}
