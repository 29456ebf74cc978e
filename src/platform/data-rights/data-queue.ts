import { InjectQueue } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import { type Queue } from 'bullmq';
import { requestContext } from '../telemetry/request-context';

export interface DataWork {
  readonly subjectId: string;
  readonly workspaceId?: string | null;
  readonly userId?: string | null;
}

/** A piece of work that is waiting or running is not taken on twice; one that has ended may come again. */
@Injectable()
export class DataQueue {
  constructor(@InjectQueue('data') private readonly queue: Queue) {}

  async add(name: string, { subjectId, workspaceId = null, userId = null }: DataWork): Promise<void> {
    const { requestId = null, traceparent = null } = requestContext.getStore() ?? {};
    const data = { subjectId, workspaceId, userId, requestId, traceparent };
    const opts = { jobId: `${name}-${subjectId}`, removeOnComplete: true, removeOnFail: true };
    await this.queue.add(name, data, opts);
  }
}
