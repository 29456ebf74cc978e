import { getQueueToken } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { type Job, type Queue } from 'bullmq';
import { QUEUES } from '../queues/queue-names';

const STATES = ['waiting', 'prioritized', 'delayed', 'completed', 'failed'] as const;
const JOBS_AT_ONCE = 500;

/** Removes jobs from every queue by what they carry; those that are running end by themselves. */
@Injectable()
export class QueueSweep {
  constructor(private readonly modules: ModuleRef) {}

  async remove(isMeant: (data: unknown) => boolean): Promise<void> {
    for (const name of QUEUES) {
      const queue = this.modules.get<Queue>(getQueueToken(name), { strict: false });
      for (const state of STATES) await removeFrom(queue, state, isMeant);
    }
  }
}

/** What was removed moves the rest up: the place stays where it is for as many jobs as were left. */
async function removeFrom(
  queue: Queue,
  state: (typeof STATES)[number],
  isMeant: (data: unknown) => boolean,
): Promise<void> {
  for (let place = 0; ;) {
    const jobs = (await queue.getJobs([state], place, place + JOBS_AT_ONCE - 1)) as (Job | undefined)[];
    const meant = jobs.filter((job) => job && isMeant(job.data));
    // A job that a worker has just taken is locked: it finds nothing to do.
    for (const job of meant) await job!.remove().catch(() => undefined);
    if (jobs.length < JOBS_AT_ONCE) return;
    place += jobs.length - meant.length;
  }
}
