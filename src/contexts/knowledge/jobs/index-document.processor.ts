import { Processor, WorkerHost } from '@nestjs/bullmq';
import { CommandBus } from '@nestjs/cqrs';
import { DelayedError, type Job, UnrecoverableError } from 'bullmq';
import { DomainError } from '../../../kernel/domain-error';
import { WORKER_OPTIONS } from '../../../platform/queues/worker-options';
import { requestContext } from '../../../platform/telemetry/request-context';
import { IndexDocument, type IndexingOutcome } from '../commands/index-document.command';
import { parseIndexingJob } from './indexing-job';

const PAUSE_MS = 2_000;

/** A job fails for good only when its document has: whatever could not be saved comes again. */
@Processor('ingest', WORKER_OPTIONS)
export class IndexDocumentProcessor extends WorkerHost {
  constructor(private readonly commands: CommandBus) {
    super();
  }

  async process(job: Job, token?: string): Promise<void> {
    const { workspaceId, documentId, ...context } = parseIndexingJob(job.data, job.id);
    const isLastAttempt = job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
    const command = new IndexDocument(workspaceId, documentId, isLastAttempt);
    const outcome = await requestContext.run(context, () => this.execute(command, job, token));
    if (outcome.kind === 'failed') throw new UnrecoverableError(outcome.reason);
  }

  private async execute(command: IndexDocument, job: Job, token?: string): Promise<IndexingOutcome> {
    try {
      return await this.commands.execute(command);
    } catch (error) {
      const isDown = error instanceof DomainError && error.kind === 'unavailable';
      if (!isDown && !command.isLastAttempt) throw error;
      await job.moveToDelayed(Date.now() + PAUSE_MS, token);
      throw new DelayedError();
    }
  }
}
