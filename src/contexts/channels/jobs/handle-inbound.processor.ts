import { Processor, WorkerHost } from '@nestjs/bullmq';
import { CommandBus } from '@nestjs/cqrs';
import { type Job } from 'bullmq';
import { WORKER_OPTIONS } from '../../../platform/queues/worker-options';
import { requestContext } from '../../../platform/telemetry/request-context';
import { HandleInbound } from '../commands/handle-inbound.command';
import { WorkQueues } from '../domain/work-queues';
import { parseThreadJob } from './thread-job';

@Processor('inbound', WORKER_OPTIONS)
export class HandleInboundProcessor extends WorkerHost {
  constructor(
    private readonly commands: CommandBus,
    private readonly queues: WorkQueues,
  ) {
    super();
  }

  async process(job: Job): Promise<void> {
    const { workspaceId, subjectId, ...context } = parseThreadJob(job.data);
    await requestContext.run(context, async () => {
      const again = await this.commands.execute(new HandleInbound(workspaceId, subjectId));
      if (again) await this.queues.wakeInbound(again.work, again.waitMs);
    });
  }
}
