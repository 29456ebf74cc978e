import { Controller, Get, Post } from '@nestjs/common';
import { register } from 'prom-client';
import { JobAttempts } from '../../src/platform/queues/job-attempts';
import { type SmallApp, startSmallApp } from '../support/small-app';

@Controller('measured')
class MeasuredController {
  @Get(':id')
  one() {
    return { text: 'x'.repeat(300) };
  }

  @Post()
  create() {
    return {};
  }
}

let small: SmallApp;
let queuesAnswer = true;
const counts = () =>
  queuesAnswer
    ? Promise.resolve({ ingestion: { waiting: 4, active: 3, completed: 2, failed: 1, paused: false } })
    : Promise.reject(new Error('Redis is down'));
const scrape = async () => {
  const response = await fetch(`${small.url}/api/v1/observability/metrics`);
  return { type: response.headers.get('content-type'), text: await response.text() };
};

beforeAll(async () => {
  register.resetMetrics(); // other files of this worker have counted too
  small = await startSmallApp({ controllers: [MeasuredController], queues: { counts } });
});
afterAll(() => small.stop());

describe('the metrics', () => {
  it('OP-04 OP-05 count requests by method, pattern of the route and status, however many addresses there are', async () => {
    for (let i = 0; i < 5; i++) await fetch(`${small.url}/api/v1/measured/${i}`);
    await fetch(`${small.url}/nowhere/${Math.random()}`);
    const { text, type } = await scrape();
    expect(type).toBe('text/plain; version=0.0.4; charset=utf-8');
    const route = 'method="GET",route="/api/v1/measured/:id"';
    expect(text).toContain(`http_requests_total{${route},status="200"} 5`);
    expect(text).toContain(`http_request_duration_seconds_count{${route},status="200"} 5`);
    expect(text).toContain(`http_response_size_bytes_bucket{le="1024",${route}} 5`);
    expect(text).toContain('http_requests_total{method="GET",route="unmatched",status="404"} 1');
    expect(text).not.toContain('measured/1');
  });

  it('OP-06 measure bodies', async () => {
    const body = JSON.stringify({ text: 'x'.repeat(500) });
    await fetch(`${small.url}/api/v1/measured`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    const { text } = await scrape();
    expect(text).toContain(
      `http_request_size_bytes_sum{method="POST",route="/api/v1/measured"} ${body.length}`,
    );
  });

  it('OP-07 OP-08 tell how full the queues and the pool are, and how long jobs take', async () => {
    small.app.get(JobAttempts).tell({ queue: 'ingestion', jobType: 'ingest-document', seconds: 0.2 });
    const { text } = await scrape();
    expect(text).toContain('job_queue_waiting{queue="ingestion"} 4');
    expect(text).toContain('job_queue_active{queue="ingestion"} 3');
    expect(text).toContain('job_queue_completed{queue="ingestion"} 2');
    expect(text).toContain('job_queue_failed{queue="ingestion"} 1');
    expect(text).toContain(
      'job_processing_duration_seconds_bucket{le="0.25",queue="ingestion",job_type="ingest-document"} 1',
    );
    expect(text).toContain('db_pool_connections{state="busy"} 1');
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds');
  });

  it('show no old figure while the queues do not answer', async () => {
    queuesAnswer = false;
    const { text } = await scrape();
    expect(text).not.toContain('job_queue_waiting{');
    expect(text).toContain('process_cpu_seconds_total');
  });
});
