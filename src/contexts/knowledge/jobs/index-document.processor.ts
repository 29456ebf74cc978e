import { Processor, WorkerHost } from '@nestjs/bullmq';
import { CommandBus } from '@nestjs/cqrs';
import { DelayedError, type Job, UnrecoverableError } from 'bullmq';
import { Settings } from '../../../../config/settings';
import { DomainError } from '../../../kernel/domain-error';
import { WORKER_OPTIONS } from '../../../platform/queues/worker-options';
import { requestContext } from '../../../platform/telemetry/request-context';
import {
  IndexDocument,
  type IndexingAttempt,
  type IndexingOutcome,
} from '../commands/index-document.command';
import { DispatchRefills } from './dispatch-refills';
import { parseIndexingJob } from './indexing-job';

const PAUSE_SECONDS = 2;

/** A job fails for good only when its document has: whatever could not be saved comes again. */
@Processor('ingest', WORKER_OPTIONS)
export class IndexDocumentProcessor extends WorkerHost {
  constructor(
    private readonly commands: CommandBus,
    private readonly refills: DispatchRefills,
    private readonly settings: Settings,
  ) {
    super();
  }

  async process(job: Job, token?: string): Promise<void> {
    const { workspaceId, documentId, ...context } = parseIndexingJob(job.data, job.id);
    const command = new IndexDocument(workspaceId, documentId, this.attemptOf(job));
    const outcome = await requestContext.run(context, () => this.execute(command, job, token));
    if (outcome.hasBacklog) this.refills.ask(workspaceId);
    if (outcome.kind === 'failed') throw new UnrecoverableError(outcome.reason);
  }

  private attemptOf({ attemptsMade, opts }: Job): IndexingAttempt {
    const backOffSeconds = (this.settings.queue.backoffMs * 2 ** attemptsMade) / 1_000;
    return { isLast: attemptsMade + 1 >= (opts.attempts ?? 1), retryInSeconds: backOffSeconds };
  }

  private async execute(command: IndexDocument, job: Job, token?: string): Promise<IndexingOutcome> {
    try {
      return await this.commands.execute(command);
    } catch (error) {
      const isDown = error instanceof DomainError && error.kind === 'unavailable';
      if (!isDown && !command.attempt.isLast) throw error;
      const pauseSeconds = (isDown && error.retryAfterSeconds) || PAUSE_SECONDS;
      await job.moveToDelayed(Date.now() + pauseSeconds * 1_000, token);
      throw new DelayedError();
    }
  }
}
