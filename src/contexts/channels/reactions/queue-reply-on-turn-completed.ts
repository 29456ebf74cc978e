import { CommandBus, EventsHandler, type IEventHandler } from '@nestjs/cqrs';
import { TurnCompleted } from '../../agent/contracts/turn-completed.event';
import { QueueReply } from '../commands/queue-reply.command';

/** The worker answers by itself; this is for a run that waited for somebody's approval and goes on much later. */
@EventsHandler(TurnCompleted)
export class QueueReplyOnTurnCompleted implements IEventHandler<TurnCompleted> {
  constructor(private readonly commands: CommandBus) {}

  async handle({ workspaceId, reply }: TurnCompleted): Promise<void> {
    const { id, runId, content } = reply;
    if (content !== '') await this.commands.execute(new QueueReply(workspaceId, runId, { id, content }));
  }
}
