import { InjectQueue } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import { type Queue } from 'bullmq';
import { requestContext } from '../../../platform/telemetry/request-context';
import { type WakeUp, WorkQueues } from '../domain/work-queues';

@Injectable()
export class BullWorkQueues extends WorkQueues {
  constructor(
    @InjectQueue('inbound') private readonly inbound: Queue,
    @InjectQueue('outbound') private readonly outbound: Queue,
  ) {
    super();
  }

  wakeInbound(work: WakeUp, delayMs?: number): Promise<void> {
    return add(this.inbound, 'handle-inbound', work, delayMs);
  }

  wakeOutbound(work: WakeUp, delayMs?: number): Promise<void> {
    return add(this.outbound, 'send-pieces', work, delayMs);
  }
}

/** Attempts are counted by the row: a job that failed is forgotten, and what is due is found. */
async function add(queue: Queue, name: string, { workspaceId, id }: WakeUp, delayMs?: number): Promise<void> {
  const { requestId = null, traceparent = null } = requestContext.getStore() ?? {};
  await queue.add(
    name,
    { workspaceId, subjectId: id, requestId, traceparent },
    {
      ...(delayMs === undefined ? { jobId: id } : { delay: Math.ceil(delayMs) }),
      attempts: 1,
      removeOnComplete: true,
      removeOnFail: true,
    },
  );
}
