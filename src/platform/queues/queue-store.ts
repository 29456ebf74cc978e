import { getQueueToken } from '@nestjs/bullmq';
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { type Queue } from 'bullmq';
import { setTimeout as pause } from 'node:timers/promises';
import { DomainError } from '../../kernel/domain-error';
import { QUEUE_CONNECTION, type QueueConnection } from './queue-connection';
import { QUEUES } from './queue-names';
import { QueueStats } from './queue-stats';

const ANSWERS_WITHIN_MS = 1_000;
const DONE_WITHIN_MS = 4_000;
/** A store that answered a moment ago is not asked again before each command: commands come by the hundred a second. */
const TRUSTED_FOR_MS = 1_000;

/** Where the queues keep their jobs: Redis or PostgreSQL, either of which may be away for a while. */
@Injectable()
export class QueueStore implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(QueueStore.name);
  private trustedUntil = 0;

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

  /**
   * While Redis is away a command waits for it, and is done when it is back: so nothing is asked of a store that does
   * not answer, and nobody waits for longer than this.
   */
  async inTime<T>(work: () => Promise<T>): Promise<T> {
    if (!(await this.isTrusted())) throw unreachable();
    const giveUp = new AbortController();
    const late = pause(DONE_WITHIN_MS, null, { ref: false, signal: giveUp.signal }).then(() => {
      throw unreachable();
    });
    try {
      return await Promise.race([work(), late]);
    } catch (error) {
      this.trustedUntil = 0;
      throw error;
    } finally {
      late.catch(() => undefined);
      giveUp.abort();
    }
  }

  private async isTrusted(): Promise<boolean> {
    if (performance.now() < this.trustedUntil) return true;
    const isThere = await this.answers();
    this.trustedUntil = isThere ? performance.now() + TRUSTED_FOR_MS : 0;
    return isThere;
  }

  async onApplicationShutdown(): Promise<void> {
    const late = pause(DONE_WITHIN_MS, null, { ref: false });
    await Promise.race([this.connection.close().catch(() => undefined), late]);
  }
}

const unreachable = () =>
  new DomainError({
    kind: 'unavailable',
    code: 'queues_unavailable',
    detail: 'The queues cannot be reached right now.',
    retryAfterSeconds: 5,
  });
