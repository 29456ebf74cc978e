import { Logger } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { setImmediate as nextTick } from 'node:timers/promises';
import { APIError } from 'openai';
import { Embedder, type EmbeddingRequest } from '../../../src/contexts/knowledge/domain/embedder';
import {
  BatchingEmbedder,
  type BatchingPolicy,
} from '../../../src/contexts/knowledge/infrastructure/embedding/batching.embedder';
import { ManualAlarmClock } from './manual-alarm-clock';

/** A call that has arrived and is answered when the test says so. */
export interface HeldCall {
  readonly texts: readonly string[];
  readonly isAborted: boolean;
  answer(): Promise<void>;
  fail(error: Error): Promise<void>;
}

/** Eight bytes of a hash: no two texts share a vector. */
export function vectorOf(text: string): Float32Array {
  return Float32Array.from(createHash('sha256').update(text).digest().subarray(0, 8));
}

export class HeldProvider extends Embedder {
  readonly model = 'held';
  readonly dimensions = 8;
  readonly isMetered = true;
  readonly batchSize = 100;
  readonly calls: HeldCall[] = [];
  /** Those that have not been answered yet. */
  inFlight = 0;

  embed(texts: readonly string[], { signal }: EmbeddingRequest = {}): Promise<Float32Array[]> {
    this.inFlight++;
    return new Promise<Float32Array[]>((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason as Error));
      this.calls.push({
        texts,
        get isAborted() {
          return signal?.aborted === true;
        },
        answer: () => {
          resolve(texts.map(vectorOf));
          return nextTick();
        },
        fail: (error) => {
          reject(error);
          return nextTick();
        },
      });
    }).finally(() => this.inFlight--);
  }

  get sizes(): number[] {
    return this.calls.map(({ texts }) => texts.length);
  }
}

const POLICY: BatchingPolicy = {
  concurrency: 4,
  timeoutMs: 60_000,
  lingerMs: 10,
  backoffMs: 500,
  failuresToCoolDown: 5,
  coolDownMs: 15_000,
  random: () => 1,
};

export function setUp(policy: Partial<BatchingPolicy> = {}) {
  Logger.overrideLogger(false);
  const clock = new ManualAlarmClock();
  const provider = new HeldProvider();
  const embedder = new BatchingEmbedder(provider, { ...POLICY, ...policy }, clock);
  return { clock, provider, embedder, calls: provider.calls };
}

/** What the official client throws for an answer with this status. */
export function statusError(status: number, headers: Record<string, string> = {}, error: object = {}): Error {
  return APIError.generate(status, { error: { message: 'No.', ...error } }, undefined, new Headers(headers));
}

export const textsOf = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${name} ${i}`);

/** An error that a test expects later would otherwise end the process now. */
export function outcomeOf(answer: Promise<Float32Array[]>): Promise<Float32Array[] | Error> {
  return answer.catch((error: unknown) => error as Error);
}
