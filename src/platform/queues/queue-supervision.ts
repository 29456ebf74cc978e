import { getQueueToken } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { type Queue } from 'bullmq';
import { Settings } from '../../../config/settings';
import { Clock } from '../../kernel/clock';
import { countJobs, type JobCounts } from './job-counts';
import { oldestWaitingAt } from './oldest-waiting';
import { QUEUES, type QueueName } from './queue-names';
import { QueueStore } from './queue-store';

export interface QueueState extends JobCounts {
  readonly name: QueueName;
  readonly oldestWaitingSeconds: number | null;
  /** In all processes together. */
  readonly workers: number;
  /** How many jobs each of them works on at once. */
  readonly concurrency: number;
}

/** What operators want to know of the queues, and how they stop and start one for all processes. */
@Injectable()
export class QueueSupervision {
  constructor(
    private readonly modules: ModuleRef,
    private readonly store: QueueStore,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  all(): Promise<QueueState[]> {
    return this.store.inTime(() => Promise.all(QUEUES.map((name) => this.stateOf(name))));
  }

  /** Running jobs end as usual. What is paused already stays so. */
  async pause(name: QueueName): Promise<void> {
    await this.store.inTime(() => this.queue(name).pause());
  }

  async resume(name: QueueName): Promise<void> {
    await this.store.inTime(() => this.queue(name).resume());
  }

  private async stateOf(name: QueueName): Promise<QueueState> {
    const queue = this.queue(name);
    const [counts, oldest, workers] = await Promise.all([
      countJobs(queue),
      oldestWaitingAt(queue),
      queue.getWorkersCount(),
    ]);
    return {
      ...counts,
      name,
      oldestWaitingSeconds: oldest === null ? null : secondsBetween(oldest, this.clock.now()),
      workers,
      concurrency: this.settings.queue.concurrency[name],
    };
  }

  private queue(name: QueueName): Queue {
    return this.modules.get<Queue>(getQueueToken(name), { strict: false });
  }
}

/** Another machine's clock may be a little ahead. */
function secondsBetween(earlier: number, later: Date): number {
  return Math.max(0, Math.round((later.getTime() - earlier) / 1_000));
}
