import { InjectQueue } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import { type Queue } from 'bullmq';
import { QueueStore } from '../../../platform/queues/queue-store';
import { requestContext } from '../../../platform/telemetry/request-context';
import { type DispatchedDocument, IndexingQueue } from '../domain/indexing-queue';

/** The express lane of every priority goes before everybody's rest: a long backlog is worked off between the others. */
const RANK = { urgent: [1, 4], normal: [2, 5], low: [3, 6] } as const;

const FEW = 8;

@Injectable()
export class BullIndexingQueue extends IndexingQueue {
  constructor(
    @InjectQueue('ingest') private readonly queue: Queue,
    private readonly store: QueueStore,
  ) {
    super();
  }

  async add(workspaceId: string, documents: readonly DispatchedDocument[]): Promise<void> {
    const overdue = documents.filter(({ isOverdue }) => isOverdue);
    const { requestId = null, traceparent = null } = requestContext.getStore() ?? {};
    const last = documents.at(-1);
    const jobs = documents.map((document) => ({
      name: 'index-document',
      data: { workspaceId, documentId: document.id, requestId, traceparent },
      opts: {
        jobId: jobIdOf(document),
        priority: RANK[document.priority][document.lane - 1],
        // Whoever clears completed jobs away looks at all that are kept: one job of a dispatch does so for all of them.
        ...(document !== last && { removeOnComplete: false }),
      },
    }));
    // What comes too late is added all the same, and then is the job that the next dispatch finds.
    await this.store.inTime(async () => {
      await this.forgetGivenUp(overdue);
      await this.addAll(jobs);
    });
  }

  /** Many at once go through temporary tables on PostgreSQL, which cost more than a few jobs one by one. */
  private async addAll(jobs: Parameters<Queue['addBulk']>[0]): Promise<void> {
    if (jobs.length > FEW) await this.queue.addBulk(jobs);
    else for (const { name, data, opts } of jobs) await this.queue.add(name, data, opts);
  }

  /** A job that the queue itself has given up keeps its name: asked for again, it would be taken for known. */
  private async forgetGivenUp(overdue: readonly DispatchedDocument[]): Promise<void> {
    if (overdue.length === 0) return;
    const failed = new Set(await this.queue.getRanges(['failed'], 0, -1));
    const givenUp = overdue.map(jobIdOf).filter((jobId) => failed.has(jobId));
    for (const jobId of givenUp) await this.queue.remove(jobId);
  }
}

/** Made of what is asked for: asked again, the queue finds that it has the job already. */
function jobIdOf({ id, generation }: DispatchedDocument): string {
  return `${id}-${generation}`;
}
