import { getQueueToken } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { type Queue } from 'bullmq';
import { countJobs } from './job-counts';
import { QUEUES } from './queue-names';
import { type QueueCounts, QueueStats } from './queue-stats';

@Injectable()
export class BullQueueStats extends QueueStats {
  constructor(private readonly modules: ModuleRef) {
    super();
  }

  async counts(): Promise<Record<string, QueueCounts>> {
    const entries = await Promise.all(QUEUES.map(async (name) => [name, await this.countsOf(name)] as const));
    return Object.fromEntries(entries);
  }

  private async countsOf(name: string): Promise<QueueCounts> {
    const queue = this.modules.get<Queue>(getQueueToken(name), { strict: false });
    const { delayed, waiting, ...counts } = await countJobs(queue);
    return { ...counts, waiting: waiting + delayed };
  }
}
