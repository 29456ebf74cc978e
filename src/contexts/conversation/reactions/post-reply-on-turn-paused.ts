import { CommandBus, EventsHandler, type IEventHandler } from '@nestjs/cqrs';
import { TurnPaused } from '../../agent/contracts/turn-paused.event';
import { PostReply } from '../contracts/post-reply.command';

/** As with a turn that is complete: this makes up for a process that died before it could post. */
@EventsHandler(TurnPaused)
export class PostReplyOnTurnPaused implements IEventHandler<TurnPaused> {
  constructor(private readonly commands: CommandBus) {}

  async handle({ workspaceId, conversationId, reply }: TurnPaused): Promise<void> {
    await this.commands.execute(new PostReply(workspaceId, conversationId, reply));
  }
}
