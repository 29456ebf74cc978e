import { BullRegistrar, WorkerHost } from '@nestjs/bullmq';
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { type Job, type Worker } from 'bullmq';
import { setTimeout as pause } from 'node:timers/promises';
import { Runtime } from '../runtime';
import { JobAttempts } from './job-attempts';
import { type QueueName } from './queue-names';
import { QueueStore } from './queue-store';

/** Starts the processors where the process has the worker role, and lets running jobs end before it stops. */
@Injectable()
export class QueueWorkers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(QueueWorkers.name);
  private workers: Worker[] = [];

  constructor(
    private readonly runtime: Runtime,
    private readonly registrar: BullRegistrar,
    private readonly discovery: DiscoveryService,
    private readonly attempts: JobAttempts,
    private readonly store: QueueStore,
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

  /**
   * Jobs in hand are finished here, while pools are still open; without its store a worker would wait for ever. Who takes
   * longer than the whole shutdown may leaves them to another worker.
   */
  async beforeApplicationShutdown(): Promise<void> {
    const isReachable = this.workers.length > 0 && (await this.store.answers());
    const closed = Promise.all(this.workers.map((worker) => worker.close(!isReachable)));
    const late = pause(this.runtime.settings.http.shutdownGraceMs, null, { ref: false });
    await Promise.race([closed, late]);
  }

  private tell(job: Job | undefined): void {
    if (!job?.processedOn) return;
    const seconds = ((job.finishedOn ?? Date.now()) - job.processedOn) / 1_000;
    this.attempts.tell({ queue: job.queueName, jobType: job.name, seconds });
  }

  private start(worker: Worker): void {
    worker.concurrency = this.runtime.settings.queue.concurrency[worker.name as QueueName];
    worker.on('error', (error) => this.logger.warn(`Worker ${worker.name}: ${error.message}`));
    worker.on('completed', (job) => this.tell(job));
    worker.on('failed', (job) => this.tell(job));
    worker.run().catch((error: Error) => this.logger.error(`Worker ${worker.name} ended: ${error.message}`));
  }
}
