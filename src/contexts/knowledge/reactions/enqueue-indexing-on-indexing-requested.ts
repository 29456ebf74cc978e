import { InjectQueue } from '@nestjs/bullmq';
import { EventsHandler, type IEventHandler } from '@nestjs/cqrs';
import { type Queue } from 'bullmq';
import { requestContext } from '../../../platform/telemetry/request-context';
import { IndexingRequested } from '../contracts/indexing-requested.event';

const RANK = { urgent: 1, normal: 5, low: 10 } as const;

/** The id of the job is made of what is asked for: asked again, the queue finds that it has the job already. */
@EventsHandler(IndexingRequested)
export class EnqueueIndexingOnIndexingRequested implements IEventHandler<IndexingRequested> {
  constructor(@InjectQueue('ingest') private readonly queue: Queue) {}

  async handle({ workspaceId, documents, priority }: IndexingRequested): Promise<void> {
    const { requestId = null, traceparent = null } = requestContext.getStore() ?? {};
    const jobs = documents.map(({ id, generation }) => ({
      name: 'index-document',
      data: { workspaceId, documentId: id, requestId, traceparent },
      opts: { jobId: `${id}-${generation}`, priority: RANK[priority] },
    }));
    await this.queue.addBulk(jobs);
  }
}
