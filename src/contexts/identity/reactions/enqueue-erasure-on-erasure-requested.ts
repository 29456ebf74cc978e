import { EventsHandler, type IEventHandler } from '@nestjs/cqrs';
import { DataQueue } from '../../../platform/data-rights/data-queue';
import { ErasureRequested } from '../contracts/erasure-requested.event';
import { ERASE } from '../jobs/erase-person.task';

@EventsHandler(ErasureRequested)
export class EnqueueErasureOnErasureRequested implements IEventHandler<ErasureRequested> {
  constructor(private readonly queue: DataQueue) {}

  async handle({ erasureId }: ErasureRequested): Promise<void> {
    await this.queue.add(ERASE, { subjectId: erasureId });
  }
}
