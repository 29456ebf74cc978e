import { Injectable } from '@nestjs/common';
import { InjectMetric, makeCounterProvider } from '@willsoto/nestjs-prometheus';
import { Counter } from 'prom-client';

/** What embedding costs, and what is saved because it was known already. */
@Injectable()
export class EmbeddingMetrics {
  constructor(
    @InjectMetric('embedding_calls_total') private readonly calls: Counter,
    @InjectMetric('embedding_texts_total') private readonly texts: Counter,
    @InjectMetric('embedding_cached_total') private readonly cached: Counter,
  ) {}

  noteCall(model: string, status: string, texts: number): void {
    this.calls.inc({ model, status });
    this.texts.inc({ model }, texts);
  }

  noteCached(model: string, texts: number): void {
    this.cached.inc({ model }, texts);
  }
}

export const EMBEDDING_METRICS = [
  makeCounterProvider({
    name: 'embedding_calls_total',
    help: 'Calls to a provider of embeddings, by how they ended.',
    labelNames: ['model', 'status'],
  }),
  makeCounterProvider({
    name: 'embedding_texts_total',
    help: 'Texts that were sent to a provider of embeddings; each attempt counts.',
    labelNames: ['model'],
  }),
  makeCounterProvider({
    name: 'embedding_cached_total',
    help: 'Texts that were not sent, because their vectors were known.',
    labelNames: ['model'],
  }),
];
