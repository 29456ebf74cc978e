import { Processor, WorkerHost } from '@nestjs/bullmq';
import { DiscoveryService } from '@nestjs/core';
import { DelayedError, type Job, UnrecoverableError } from 'bullmq';
import { DomainError } from '../../kernel/domain-error';
import { WORKER_OPTIONS } from '../queues/worker-options';
import { requestContext } from '../telemetry/request-context';
import { parseDataJob } from './data-job';
import { type DataJob, DataTask } from './data-task';

const PAUSE_MS = 2_000;

/** One queue for all that is long and rare: it must not stand in the way of what people wait for. */
@Processor('data', WORKER_OPTIONS)
export class DataProcessor extends WorkerHost {
  constructor(private readonly discovery: DiscoveryService) {
    super();
  }

  async process(job: Job, token?: string): Promise<void> {
    const task = this.taskOf(job.name);
    if (!task) throw new UnrecoverableError(`This version knows no work called ${job.name}`);
    const work = parseDataJob(job.data, job.id);
    await requestContext.run(work, () => this.attempt(task, work, job, token));
  }

  private async attempt(task: DataTask, work: DataJob, job: Job, token?: string): Promise<void> {
    try {
      await task.run(work);
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      await this.pauseIfDown(error, job, token);
      const attempts = job.attemptsMade + 1;
      if (attempts >= (job.opts.attempts ?? 1)) await task.giveUp(work, error, attempts);
      throw error;
    }
  }

  /** An outage is no failure of the work. */
  private async pauseIfDown(error: Error, job: Job, token?: string): Promise<void> {
    if (!(error instanceof DomainError && error.kind === 'unavailable')) return;
    await job.moveToDelayed(Date.now() + PAUSE_MS, token);
    throw new DelayedError();
  }

  private taskOf(name: string): DataTask | undefined {
    return this.discovery
      .getProviders()
      .map(({ instance }): unknown => instance)
      .find((instance): instance is DataTask => instance instanceof DataTask && instance.name === name);
  }
}
