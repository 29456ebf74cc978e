import { BullModule } from '@nestjs/bullmq';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { type Runtime } from '../runtime';
import { BullQueueStats } from './bull.queue-stats';
import { JobAttempts } from './job-attempts';
import { connectQueues, QUEUE_CONNECTION, type QueueConnection } from './queue-connection';
import { QUEUES } from './queue-names';
import { QueueSupervision } from './queue-supervision';
import { QueueStats } from './queue-stats';
import { QueueStore } from './queue-store';
import { QueueWorkers } from './queue-workers';

/** Attempts and retention of every job; what must not be lost is in the context's own tables, not in the queue. */
@Global()
@Module({})
export class QueuesModule {
  static for(runtime: Runtime): DynamicModule {
    const connection = connectQueues(runtime);
    const { attempts, backoffMs, keepCompleted, keepFailed } = runtime.settings.queue;
    const jobs = {
      attempts,
      backoff: { type: 'exponential', delay: backoffMs },
      removeOnComplete: keepCompleted,
      removeOnFail: keepFailed,
    };
    const queues = BullModule.registerQueue(...QUEUES.map((name) => ({ name })));
    return {
      module: QueuesModule,
      imports: [
        DiscoveryModule,
        BullModule.forRoot({
          ...connection.options,
          defaultJobOptions: jobs,
          extraOptions: { manualRegistration: true },
        }),
        queues,
      ],
      providers: [
        { provide: QUEUE_CONNECTION, useValue: connection satisfies QueueConnection },
        { provide: QueueStats, useClass: BullQueueStats },
        JobAttempts,
        QueueStore,
        QueueWorkers,
        QueueSupervision,
      ],
      exports: [queues, QueueStats, JobAttempts, QueueSupervision, QueueStore],
    };
  }
}
