import { Logger } from '@nestjs/common';
import { type EmbeddingMetrics } from '../../../../platform/llm/embedding-metrics';
import { requestContext } from '../../../../platform/telemetry/request-context';
import { type Embedder } from '../../domain/embedder';
import { type AlarmClock } from './alarm-clock';
import { type PendingText } from './pending-request';
import { failureOf, type ProviderFailure, refusalOf } from './provider-failure';
import { type ProviderGate } from './provider-gate';

export interface CallPolicy {
  /** Doubled with each further attempt. */
  readonly backoffMs: number;
  /** Until the whole answer is there. */
  readonly timeoutMs: number;
  /** From 0 to 1: calls that failed together should not come again together. */
  readonly random: () => number;
}

export interface CalledProvider {
  readonly embedder: Embedder;
  readonly gate: ProviderGate;
  readonly clock: AlarmClock;
  readonly policy: CallPolicy;
  readonly metrics: EmbeddingMetrics | undefined;
}

const MOST_ATTEMPTS = 3;

/**
 * Some texts on their way to the provider, until each is answered or has failed. It keeps its place among the calls
 * while it waits for another attempt: a provider in trouble is asked less.
 */
export class BatchCall {
  private readonly logger = new Logger(BatchCall.name);
  private readonly unwanted = new AbortController();

  constructor(
    private readonly provider: CalledProvider,
    private readonly texts: readonly PendingText[],
  ) {}

  /** Ends the call when nobody waits for any of its texts. */
  stopIfUnwanted(): void {
    if (this.texts.every(({ request }) => request.isOver)) this.unwanted.abort();
  }

  /** Never rejects: whoever waits for the texts is told. */
  run(): Promise<void> {
    const contexts = new Set(this.texts.map(({ request }) => request.context));
    const [context] = contexts;
    const settle = () => this.settle(this.texts);
    // A call that serves several requests should be taken for a part of none of them.
    return context && contexts.size === 1 ? requestContext.run(context, settle) : requestContext.exit(settle);
  }

  private async settle(texts: readonly PendingText[]): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const wanted = texts.filter(({ request }) => !request.isOver);
      if (wanted.length === 0) return;
      const failure = await this.attempt(wanted);
      if (!failure || this.unwanted.signal.aborted) return;
      if (failure.kind === 'refused') return this.narrowDown(wanted, failure);
      const waitMs = this.waitAfter(failure, attempt);
      const isLast = failure.kind === 'barred' || attempt === MOST_ATTEMPTS;
      if (isLast || !(await this.waitFor(waitMs, wanted))) return failAll(wanted, failure, waitMs);
    }
  }

  /** False where it would take too long. Other calls may close the gate meanwhile. */
  private async waitFor(ms: number, [first]: readonly PendingText[]): Promise<boolean> {
    const { clock, gate } = this.provider;
    for (let waitMs = ms; waitMs > 0; waitMs = gate.waitMs) {
      if (gate.refusal(first!.request.isQuestion)) return false;
      await clock.rest(waitMs, this.unwanted.signal);
      if (this.unwanted.signal.aborted) return true;
    }
    return true;
  }

  /** Null where every text has its vector. */
  private async attempt(texts: readonly PendingText[]): Promise<ProviderFailure | null> {
    const { embedder, gate, clock, metrics, policy } = this.provider;
    const signal = AbortSignal.any([this.unwanted.signal, AbortSignal.timeout(policy.timeoutMs)]);
    try {
      const vectors = await embedder.embed(
        texts.map(({ text }) => text),
        { signal },
      );
      metrics?.noteCall(embedder.model, 'ok', texts.length);
      gate.noteAnswer();
      texts.forEach(({ request, index }, i) => request.receive(index, vectors[i]!));
      return null;
    } catch (error) {
      const failure = failureOf(error, clock.now());
      const status = this.unwanted.signal.aborted ? 'aborted' : failure.status;
      metrics?.noteCall(embedder.model, status, texts.length);
      if (status !== 'aborted') this.note(failure);
      return failure;
    }
  }

  private note(failure: ProviderFailure): void {
    const { embedder, gate } = this.provider;
    this.logger.warn(`${embedder.model} could not embed: ${failure.message}`);
    if (failure.kind === 'refused') gate.noteAnswer();
    else if (failure.kind !== 'throttled') gate.noteFailure(failure);
  }

  /** One bad text is found by halves, so that the others are answered; it fails its own request only. */
  private async narrowDown(texts: readonly PendingText[], failure: ProviderFailure): Promise<void> {
    if (texts.length === 1) return failAll(texts, failure, 0);
    const half = Math.ceil(texts.length / 2);
    await this.settle(texts.slice(0, half));
    await this.settle(texts.slice(half));
  }

  private waitAfter(failure: ProviderFailure, attempt: number): number {
    const { gate, policy } = this.provider;
    const backoffMs = policy.backoffMs * 2 ** (attempt - 1) * (0.5 + policy.random() / 2);
    if (failure.kind === 'throttled') gate.pause(failure.retryAfterMs ?? backoffMs, failure);
    return Math.max(gate.waitMs, failure.kind === 'throttled' ? 0 : backoffMs);
  }
}

function failAll(texts: readonly PendingText[], failure: ProviderFailure, waitMs: number): void {
  for (const { request } of texts) request.fail(refusalOf(failure, waitMs));
}
