import { Injectable, Logger } from '@nestjs/common';
import { InjectMetric, makeGaugeProvider } from '@willsoto/nestjs-prometheus';
import { Gauge } from 'prom-client';
import { QueueStats } from '../../queues/queue-stats';

const STATES = ['waiting', 'active', 'completed', 'failed'] as const;

/** Read when they are asked for, because the queues live outside this process. */
@Injectable()
export class QueueGauges {
  private readonly log = new Logger(QueueGauges.name);

  constructor(
    @InjectMetric('job_queue_waiting') private readonly waiting: Gauge,
    @InjectMetric('job_queue_active') private readonly active: Gauge,
    @InjectMetric('job_queue_completed') private readonly completed: Gauge,
    @InjectMetric('job_queue_failed') private readonly failed: Gauge,
    private readonly stats: QueueStats,
  ) {}

  /** While the queues cannot be asked there is no figure rather than an old one. */
  async refresh(): Promise<void> {
    const gauges = {
      waiting: this.waiting,
      active: this.active,
      completed: this.completed,
      failed: this.failed,
    };
    Object.values(gauges).forEach((gauge) => gauge.reset());
    try {
      for (const [queue, counts] of Object.entries(await this.stats.counts())) {
        STATES.forEach((state) => gauges[state].set({ queue }, counts[state]));
      }
    } catch (error) {
      this.log.warn({ err: error }, 'queues cannot be counted');
    }
  }
}

export const QUEUE_GAUGES = STATES.map((state) =>
  makeGaugeProvider({ name: `job_queue_${state}`, help: `Jobs that are ${state}.`, labelNames: ['queue'] }),
);
