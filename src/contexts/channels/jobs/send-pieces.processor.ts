import { Processor, WorkerHost } from '@nestjs/bullmq';
import { CommandBus } from '@nestjs/cqrs';
import { type Job } from 'bullmq';
import { WORKER_OPTIONS } from '../../../platform/queues/worker-options';
import { requestContext } from '../../../platform/telemetry/request-context';
import { SendPieces } from '../commands/send-pieces.command';
import { WorkQueues } from '../domain/work-queues';
import { parseThreadJob } from './thread-job';

@Processor('outbound', WORKER_OPTIONS)
export class SendPiecesProcessor extends WorkerHost {
  constructor(
    private readonly commands: CommandBus,
    private readonly queues: WorkQueues,
  ) {
    super();
  }

  async process(job: Job): Promise<void> {
    const { workspaceId, subjectId, ...context } = parseThreadJob(job.data);
    await requestContext.run(context, async () => {
      const again = await this.commands.execute(new SendPieces(workspaceId, subjectId));
      if (again) await this.queues.wakeOutbound(again.work, again.waitMs);
    });
  }
}
