import { type EmbeddingMetrics } from '../../../../platform/llm/embedding-metrics';
import { Embedder, type EmbeddingRequest } from '../../domain/embedder';
import { type AlarmClock } from './alarm-clock';
import { BatchCall, type CalledProvider, type CallPolicy } from './batch-call';
import { PendingRequest, type PendingText } from './pending-request';
import { embeddingsUnavailable } from './provider-failure';
import { type GatePolicy, ProviderGate } from './provider-gate';
import { WaitingLane } from './waiting-lane';

export type BatchingPolicy = GatePolicy &
  CallPolicy & {
    /** How long a text waits for others to fill its call. */
    readonly lingerMs: number;
  };

/** What a caller is told to wait whose own time was up, while nothing is known to be wrong. */
const SOON_SECONDS = 5;

/**
 * Fills calls with the texts of many callers: documents are short, and a call takes as long for one text as for a
 * hundred. Texts of several workspaces may share a call, as they share the installation's key; each vector goes to the
 * request that its text came from, by its place in the call and nothing else.
 */
export class BatchingEmbedder extends Embedder {
  readonly model: string;
  readonly dimensions: number;
  readonly isMetered: boolean;
  readonly batchSize: number;
  private readonly questions = new WaitingLane();
  private readonly documents = new WaitingLane();
  private readonly calls = new Set<BatchCall>();
  private readonly gate: ProviderGate;
  private readonly provider: CalledProvider;
  private alarmAt = Infinity;
  private callOffAlarm: () => void = () => undefined;

  constructor(
    embedder: Embedder,
    private readonly policy: BatchingPolicy,
    private readonly clock: AlarmClock,
    metrics?: EmbeddingMetrics,
  ) {
    super();
    ({
      model: this.model,
      dimensions: this.dimensions,
      isMetered: this.isMetered,
      batchSize: this.batchSize,
    } = embedder);
    this.gate = new ProviderGate(policy, clock);
    this.provider = { embedder, gate: this.gate, clock, policy, metrics };
  }

  async embed(texts: readonly string[], options: EmbeddingRequest = {}): Promise<Float32Array[]> {
    const { signal } = options;
    if (signal?.aborted) throw reasonOf(signal, this.gate);
    if (texts.length === 0) return [];
    const request = new PendingRequest(texts, options, this.batchSize, this.now());
    const refusal = this.gate.refusal(request.isQuestion);
    if (refusal) throw refusal;
    const giveUp = () => this.giveUp(request, signal!);
    signal?.addEventListener('abort', giveUp, { once: true });
    try {
      this.laneOf(request).add(request);
      this.sendWhatCanGo({ mayBeBurst: true });
      return await request.answer;
    } finally {
      signal?.removeEventListener('abort', giveUp);
    }
  }

  private giveUp(request: PendingRequest, signal: AbortSignal): void {
    request.fail(reasonOf(signal, this.gate));
    this.laneOf(request).dropOver();
    for (const call of this.calls) call.stopIfUnwanted();
  }

  private laneOf({ isQuestion }: PendingRequest): WaitingLane {
    return isQuestion ? this.questions : this.documents;
  }

  private sendWhatCanGo({ mayBeBurst } = { mayBeBurst: false }): void {
    this.sendAway();
    while (this.calls.size < this.gate.callsAllowed && this.gate.waitMs === 0) {
      const texts = this.nextTexts(mayBeBurst);
      if (texts.length === 0) break;
      void this.send(texts);
    }
    this.setAlarm();
  }

  /** Those for whom it would take too long. */
  private sendAway(): void {
    for (const [lane, isQuestion] of [
      [this.questions, true],
      [this.documents, false],
    ] as const) {
      const refusal = this.gate.refusal(isQuestion);
      if (refusal) lane.failAll(refusal);
    }
  }

  /**
   * Questions at once and by themselves, since a small call is answered sooner; documents once it is worth it. While a
   * burst may go on, only a full call is: however long its first text has waited, the alarm rings after its last.
   */
  private nextTexts(mayBeBurst: boolean): PendingText[] {
    if (!this.questions.isEmpty) return this.questions.take();
    const isOverdue = !mayBeBurst && this.lingerLeftMs <= 0;
    return isOverdue || this.documents.isCallFull ? this.documents.take() : [];
  }

  private async send(texts: readonly PendingText[]): Promise<void> {
    const call = new BatchCall(this.provider, texts);
    this.calls.add(call);
    await call.run();
    this.calls.delete(call);
    this.questions.dropOver();
    this.documents.dropOver();
    this.sendWhatCanGo();
  }

  private get lingerLeftMs(): number {
    return this.documents.oldestSince + this.policy.lingerMs - this.now();
  }

  /** For the next moment at which something can be sent that no answer and no new text brings about. */
  private setAlarm(): void {
    const isNothingToWaitFor = this.questions.isEmpty && this.documents.isEmpty;
    if (isNothingToWaitFor || this.calls.size >= this.gate.callsAllowed) return;
    const waitMs = Math.max(0, this.gate.waitMs || this.lingerLeftMs);
    const at = this.now() + waitMs;
    if (this.alarmAt <= at) return;
    this.callOffAlarm();
    this.alarmAt = at;
    this.callOffAlarm = this.clock.ringIn(waitMs, () => {
      this.alarmAt = Infinity;
      this.sendWhatCanGo();
    });
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}

/** Time that ran out says that the model was too slow; everything else is the caller's own affair. */
function reasonOf({ reason }: AbortSignal, gate: ProviderGate): unknown {
  const isTimeUp = reason instanceof DOMException && reason.name === 'TimeoutError';
  return isTimeUp ? embeddingsUnavailable(Math.ceil(gate.waitMs / 1_000) || SOON_SECONDS) : reason;
}
