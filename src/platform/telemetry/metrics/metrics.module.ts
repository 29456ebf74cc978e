import { Global, Module } from '@nestjs/common';
import { PrometheusModule } from '@willsoto/nestjs-prometheus';
import { AUDIT_METRICS } from '../../audit/audit-metrics';
import { EMBEDDING_METRICS, EmbeddingMetrics } from '../../llm/embedding-metrics';
import { HTTP_METRICS, HttpMetrics } from './http-metrics';
import { JOB_METRICS, JobMetrics } from './job-metrics';
import { MetricsController } from './metrics.controller';
import { POOL_GAUGE, PoolGauge } from './pool-gauge';
import { QUEUE_GAUGES, QueueGauges } from './queue-gauges';

const METRICS = [
  ...HTTP_METRICS,
  ...JOB_METRICS,
  ...QUEUE_GAUGES,
  ...AUDIT_METRICS,
  ...EMBEDDING_METRICS,
  POOL_GAUGE,
  HttpMetrics,
  JobMetrics,
  EmbeddingMetrics,
];

/** Global, because the Prometheus module makes the controller and looks for its gauges. */
@Global()
@Module({
  imports: [PrometheusModule.register({ controller: MetricsController, path: 'observability/metrics' })],
  providers: [...METRICS, QueueGauges, PoolGauge],
  exports: [...METRICS, QueueGauges, PoolGauge],
})
export class MetricsModule {}
