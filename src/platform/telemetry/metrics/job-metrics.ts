import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectMetric, makeHistogramProvider } from '@willsoto/nestjs-prometheus';
import { Histogram } from 'prom-client';
import { JobAttempts } from '../../queues/job-attempts';

@Injectable()
export class JobMetrics implements OnModuleInit {
  constructor(
    @InjectMetric('job_processing_duration_seconds') private readonly duration: Histogram,
    private readonly attempts: JobAttempts,
  ) {}

  onModuleInit(): void {
    this.attempts.onAttempt(({ queue, jobType, seconds }) => {
      this.duration.observe({ queue, job_type: jobType }, seconds);
    });
  }
}

export const JOB_METRICS = [
  makeHistogramProvider({
    name: 'job_processing_duration_seconds',
    help: 'Time that one attempt at a job took.',
    labelNames: ['queue', 'job_type'],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
  }),
];
