import { EventsHandler, type IEventHandler } from '@nestjs/cqrs';
import { ReplyQueued } from '../contracts/reply-queued.event';
import { WorkQueues } from '../domain/work-queues';

@EventsHandler(ReplyQueued)
export class WakeSenderOnReplyQueued implements IEventHandler<ReplyQueued> {
  constructor(private readonly queues: WorkQueues) {}

  async handle({ workspaceId, aggregateId }: ReplyQueued): Promise<void> {
    await this.queues.wakeOutbound({ workspaceId, id: aggregateId });
  }
}
