import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { register } from 'prom-client';
import { Answers } from '../../http/document-route';
import { Roles } from '../../security/roles';
import { PoolGauge } from './pool-gauge';
import { QueueGauges } from './queue-gauges';

/** Its path is set where the Prometheus module is registered. */
@ApiTags('Operations')
@Controller()
export class MetricsController {
  constructor(
    private readonly queues: QueueGauges,
    private readonly pool: PoolGauge,
  ) {}

  @Get()
  @Roles('admin')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiProduces('text/plain')
  @ApiOperation({ summary: 'All metrics of this process in the Prometheus text format' })
  @Answers(200, String, 'One sample per line.')
  async scrape(): Promise<string> {
    await this.queues.refresh();
    this.pool.refresh();
    return register.metrics();
  }
}
