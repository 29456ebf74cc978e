import { CommandBus, EventsHandler, type IEventHandler } from '@nestjs/cqrs';
import { TurnCompleted } from '../../agent/contracts/turn-completed.event';
import { PostReply } from '../contracts/post-reply.command';

/** The turn posts its reply itself; this makes up for it when the process died in between. */
@EventsHandler(TurnCompleted)
export class PostReplyOnTurnCompleted implements IEventHandler<TurnCompleted> {
  constructor(private readonly commands: CommandBus) {}

  async handle({ workspaceId, conversationId, reply }: TurnCompleted): Promise<void> {
    await this.commands.execute(new PostReply(workspaceId, conversationId, reply));
  }
}
