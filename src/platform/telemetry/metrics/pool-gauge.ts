import { Injectable } from '@nestjs/common';
import { InjectMetric, makeGaugeProvider } from '@willsoto/nestjs-prometheus';
import { type Pool } from 'pg';
import { Gauge } from 'prom-client';
import { DataSource } from 'typeorm';

@Injectable()
export class PoolGauge {
  constructor(
    @InjectMetric('db_pool_connections') private readonly connections: Gauge,
    private readonly dataSource: DataSource,
  ) {}

  refresh(): void {
    const { totalCount, idleCount, waitingCount } = (this.dataSource.driver as unknown as { master: Pool })
      .master;
    this.connections.set({ state: 'busy' }, totalCount - idleCount);
    this.connections.set({ state: 'idle' }, idleCount);
    this.connections.set({ state: 'waited_for' }, waitingCount);
  }
}

export const POOL_GAUGE = makeGaugeProvider({
  name: 'db_pool_connections',
  help: 'Connections of the database pool: busy, idle, and requests that wait for one.',
  labelNames: ['state'],
});
