import { Processor, WorkerHost } from '@nestjs/bullmq';
import { CommandBus } from '@nestjs/cqrs';
import { DelayedError, type Job } from 'bullmq';
import { WORKER_OPTIONS } from '../../../platform/queues/worker-options';
import { requestContext } from '../../../platform/telemetry/request-context';
import { RunReindexing } from '../commands/run-reindexing.command';
import { parseReindexingJob } from './reindexing-job';

/** A job is one turn: a long re-indexing goes to the end of the queue after each, and others get theirs. */
@Processor('reindex', WORKER_OPTIONS)
export class RunReindexingProcessor extends WorkerHost {
  constructor(private readonly commands: CommandBus) {
    super();
  }

  async process(job: Job, token?: string): Promise<void> {
    const { workspaceId, reindexingId, ...context } = parseReindexingJob(job.data);
    const command = new RunReindexing(workspaceId, reindexingId);
    const outcome = await requestContext.run(context, () => this.commands.execute(command));
    if (outcome.kind === 'over') return;
    await job.moveToDelayed(Date.now() + outcome.waitSeconds * 1_000, token);
    throw new DelayedError();
  }
}
