import { Injectable } from '@nestjs/common';
import { QueueStats } from '../queues/queue-stats';
import { Runtime } from '../runtime';
import { type SystemStatusView } from './health.view';
import { packageVersion } from './package-version';
import { Readiness } from './readiness';

@Injectable()
export class SystemStatus {
  constructor(
    private readonly readiness: Readiness,
    private readonly queues: QueueStats,
    private readonly runtime: Runtime,
  ) {}

  async describe(): Promise<SystemStatusView> {
    const { ready, dependencies } = await this.readiness.report();
    return {
      status: ready ? 'ok' : 'unavailable',
      version: packageVersion(),
      uptimeSeconds: Math.floor(process.uptime()),
      role: this.runtime.settings.role,
      memoryMb: Math.round(process.memoryUsage.rss() / 1024 ** 2),
      dependencies,
      modes: modesOf(this.runtime),
      queues: dependencies.queue?.status === 'up' ? await this.queues.counts() : null,
    };
  }
}

function modesOf({ settings, embeddedDatabase }: Runtime): Record<string, string> {
  return {
    database: embeddedDatabase ? 'embedded' : 'external',
    queue: settings.redisUrl ? 'redis' : 'postgresql',
    rateLimits: settings.redisUrl ? 'redis' : 'memory',
    vectors: settings.qdrant ? 'qdrant' : 'postgresql',
    answers: settings.llm.apiKey ? settings.llm.chatModel : 'rules',
    embeddings: settings.llm.apiKey ? settings.llm.embeddingModel : 'local',
  };
}
