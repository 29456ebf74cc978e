import { Shown } from '../http/view-fields';

const DEPENDENCIES = {
  database: { status: 'up', responseTimeMs: 2 },
  migrations: { status: 'up', responseTimeMs: 2 },
  queue: { status: 'up', responseTimeMs: 3 },
};

export class LivenessView {
  @Shown({ example: 'ok' })
  status!: 'ok';
}

export class HealthView {
  @Shown({ example: 'ok' })
  status!: 'ok';

  @Shown({ example: DEPENDENCIES, description: 'Each dependency by name.' })
  dependencies!: object;
}

export class SystemStatusView {
  @Shown({ example: 'ok', enum: ['ok', 'unavailable'] })
  status!: 'ok' | 'unavailable';

  @Shown({ example: '0.1.0' })
  version!: string;

  @Shown({ example: 86_400 })
  uptimeSeconds!: number;

  @Shown({ example: 'all', enum: ['all', 'api', 'worker'], description: 'What this process does.' })
  role!: string;

  @Shown({ example: 187, description: 'Memory of this process in MB.' })
  memoryMb!: number;

  @Shown({ example: DEPENDENCIES })
  dependencies!: object;

  @Shown({ example: { database: 'embedded', queue: 'postgresql', rateLimits: 'memory', answers: 'rules' } })
  modes!: object;

  @Shown({
    example: { ingest: { waiting: 0, active: 1, completed: 20, failed: 0, paused: false } },
    nullable: true,
  })
  queues!: object | null;
}
