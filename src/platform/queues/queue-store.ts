import { getQueueToken } from '@nestjs/bullmq';
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { type Queue } from 'bullmq';
import { setTimeout as pause } from 'node:timers/promises';
import { QUEUE_CONNECTION, type QueueConnection } from './queue-connection';
import { QUEUES } from './queue-names';
import { QueueStats } from './queue-stats';

const ANSWERS_WITHIN_MS = 1_000;

/** Where the queues keep their jobs: Redis or PostgreSQL, either of which may be away for a while. */
@Injectable()
export class QueueStore implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(QueueStore.name);

  constructor(
    private readonly modules: ModuleRef,
    private readonly stats: QueueStats,
    @Inject(QUEUE_CONNECTION) private readonly connection: QueueConnection,
  ) {}

  onModuleInit(): void {
    for (const name of QUEUES) {
      const queue = this.modules.get<Queue>(getQueueToken(name), { strict: false });
      queue.on('error', (error) => this.logger.warn(`Queue ${name}: ${error.message}`));
    }
  }

  async answers(): Promise<boolean> {
    const late = pause(ANSWERS_WITHIN_MS, false, { ref: false });
    const answer = this.stats.counts().then(() => true);
    return Promise.race([answer, late]).catch(() => false);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.connection.close().catch(() => undefined);
  }
}
