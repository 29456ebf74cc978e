import { Injectable } from '@nestjs/common';
import { InjectMetric, makeCounterProvider, makeHistogramProvider } from '@willsoto/nestjs-prometheus';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { Counter, Histogram } from 'prom-client';

const ROUTE = ['method', 'route'];
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const BYTES = [256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 10_485_760];

/** Labelled by the route's pattern: there are as many series as routes, however many addresses. */
@Injectable()
export class HttpMetrics {
  constructor(
    @InjectMetric('http_request_duration_seconds') private readonly duration: Histogram,
    @InjectMetric('http_requests_total') private readonly total: Counter,
    @InjectMetric('http_request_size_bytes') private readonly requestSize: Histogram,
    @InjectMetric('http_response_size_bytes') private readonly responseSize: Histogram,
  ) {}

  note(request: FastifyRequest, reply: FastifyReply): void {
    const route = { method: request.method, route: request.routeOptions.url ?? 'unmatched' };
    const answered = { ...route, status: String(reply.statusCode) };
    this.duration.observe(answered, reply.elapsedTime / 1_000);
    this.total.inc(answered);
    this.requestSize.observe(route, Number(request.headers['content-length'] ?? 0));
    const length = reply.getHeader('content-length');
    // Unknown for streams and for what was compressed on the way.
    if (length !== undefined) this.responseSize.observe(route, Number(length));
  }
}

export const HTTP_METRICS = [
  makeHistogramProvider({
    name: 'http_request_duration_seconds',
    help: 'Time from the arrival of a request to the end of its answer.',
    labelNames: [...ROUTE, 'status'],
    buckets: SECONDS,
  }),
  makeCounterProvider({
    name: 'http_requests_total',
    help: 'Requests answered.',
    labelNames: [...ROUTE, 'status'],
  }),
  makeHistogramProvider({
    name: 'http_request_size_bytes',
    help: 'Size of request bodies as declared.',
    labelNames: ROUTE,
    buckets: BYTES,
  }),
  makeHistogramProvider({
    name: 'http_response_size_bytes',
    help: 'Size of response bodies of known length.',
    labelNames: ROUTE,
    buckets: BYTES,
  }),
];
