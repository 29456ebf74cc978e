import { type RequestContext, requestContext } from '../../../../platform/telemetry/request-context';
import { type EmbeddingRequest } from '../../domain/embedder';
import { costOf } from './call-limits';

/** One text of a request, on its way into a call. */
export interface PendingText {
  readonly request: PendingRequest;
  readonly index: number;
  readonly text: string;
}

/** What one caller waits for: it is over once, with all of its vectors or with the first error. */
export class PendingRequest {
  readonly workspaceId: string;
  readonly isQuestion: boolean;
  readonly answer: Promise<Float32Array[]>;
  /** What the caller's logs and traces go by. */
  readonly context: RequestContext | undefined = requestContext.getStore();
  isOver = false;
  private readonly costs: readonly number[];
  private readonly vectors: Float32Array[];
  private missing: number;
  private sent = 0;
  private unsentCost: number;
  private resolve!: (vectors: Float32Array[]) => void;
  private reject!: (error: unknown) => void;

  constructor(
    private readonly texts: readonly string[],
    { workspaceId = '', isQuestion = false }: EmbeddingRequest,
    textsPerCall: number,
    /** In milliseconds, when it came. */
    readonly since: number,
  ) {
    this.workspaceId = workspaceId;
    this.isQuestion = isQuestion;
    this.costs = texts.map((text) => costOf(text, textsPerCall));
    this.unsentCost = this.costs.reduce((sum, cost) => sum + cost, 0);
    this.vectors = Array<Float32Array>(texts.length);
    this.missing = texts.length;
    this.answer = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  /** Whether texts still wait to be sent. */
  get isWaiting(): boolean {
    return !this.isOver && this.sent < this.texts.length;
  }

  get waitingCost(): number {
    return this.isOver ? 0 : this.unsentCost;
  }

  get nextCost(): number {
    return this.costs[this.sent]!;
  }

  takeNext(): PendingText {
    this.unsentCost -= this.nextCost;
    const index = this.sent++;
    return { request: this, index, text: this.texts[index]! };
  }

  receive(index: number, vector: Float32Array): void {
    this.vectors[index] = vector;
    if (--this.missing > 0 || this.isOver) return;
    this.isOver = true;
    this.resolve(this.vectors);
  }

  fail(error: unknown): void {
    this.isOver = true;
    this.reject(error);
  }
}
