import { InjectQueue } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import { type Queue } from 'bullmq';
import { requestContext } from '../../../platform/telemetry/request-context';
import { ReindexingQueue } from '../domain/reindexing-queue';

/** The row counts attempts and holds the lease: the queue only wakes, and forgets a job as soon as it is over. */
@Injectable()
export class BullReindexingQueue extends ReindexingQueue {
  constructor(@InjectQueue('reindex') private readonly queue: Queue) {
    super();
  }

  async add(workspaceId: string, reindexingId: string): Promise<void> {
    const { requestId = null, traceparent = null } = requestContext.getStore() ?? {};
    await this.queue.add(
      'reindex',
      { workspaceId, reindexingId, requestId, traceparent },
      { jobId: reindexingId, attempts: 1, removeOnComplete: true, removeOnFail: true },
    );
  }
}
