import { EventsHandler, type IEventHandler } from '@nestjs/cqrs';
import { ReindexingRequested } from '../contracts/reindexing-requested.event';
import { ReindexingQueue } from '../domain/reindexing-queue';

@EventsHandler(ReindexingRequested)
export class EnqueueReindexingOnReindexingRequested implements IEventHandler<ReindexingRequested> {
  constructor(private readonly queue: ReindexingQueue) {}

  async handle({ workspaceId, aggregateId }: ReindexingRequested): Promise<void> {
    await this.queue.add(workspaceId, aggregateId);
  }
}
