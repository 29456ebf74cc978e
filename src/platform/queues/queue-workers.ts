import { BullRegistrar, WorkerHost } from '@nestjs/bullmq';
import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { type Job, type Worker } from 'bullmq';
import { Runtime } from '../runtime';
import { JobAttempts } from './job-attempts';
import { QUEUE_CONNECTION, type QueueConnection } from './queue-connection';

/** Starts the processors where the process has the worker role, and lets running jobs end before it stops. */
@Injectable()
export class QueueWorkers
  implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown
{
  private readonly logger = new Logger(QueueWorkers.name);
  private workers: Worker[] = [];

  constructor(
    private readonly runtime: Runtime,
    private readonly registrar: BullRegistrar,
    private readonly discovery: DiscoveryService,
    private readonly attempts: JobAttempts,
    @Inject(QUEUE_CONNECTION) private readonly connection: QueueConnection,
  ) {}

  onApplicationBootstrap(): void {
    if (this.runtime.settings.role === 'api') return;
    this.registrar.register();
    this.workers = this.discovery
      .getProviders()
      .map(({ instance }): unknown => instance)
      .filter((instance): instance is WorkerHost => instance instanceof WorkerHost)
      .map((host) => host.worker);
    for (const worker of this.workers) this.start(worker);
  }

  /** Jobs in hand are finished here, while pools are still open. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.close()));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.connection.close().catch(() => undefined);
  }

  private tell(job: Job | undefined): void {
    if (!job?.processedOn) return;
    const seconds = ((job.finishedOn ?? Date.now()) - job.processedOn) / 1_000;
    this.attempts.tell({ queue: job.queueName, jobType: job.name, seconds });
  }

  private start(worker: Worker): void {
    worker.concurrency = this.runtime.settings.queue.ingestConcurrency;
    worker.on('error', (error) => this.logger.warn(`Worker ${worker.name}: ${error.message}`));
    worker.on('completed', (job) => this.tell(job));
    worker.on('failed', (job) => this.tell(job));
    worker.run().catch((error: Error) => this.logger.error(`Worker ${worker.name} ended: ${error.message}`));
  }
}
