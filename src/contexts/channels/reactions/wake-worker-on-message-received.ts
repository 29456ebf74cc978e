import { EventsHandler, type IEventHandler } from '@nestjs/cqrs';
import { MessageReceived } from '../contracts/message-received.event';
import { WorkQueues } from '../domain/work-queues';

@EventsHandler(MessageReceived)
export class WakeWorkerOnMessageReceived implements IEventHandler<MessageReceived> {
  constructor(private readonly queues: WorkQueues) {}

  async handle({ workspaceId, aggregateId }: MessageReceived): Promise<void> {
    await this.queues.wakeInbound({ workspaceId, id: aggregateId });
  }
}
