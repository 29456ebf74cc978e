import { type DomainError } from '../../../../kernel/domain-error';
import { type Clock } from '../../../../kernel/clock';
import { type ProviderFailure, refusalOf } from './provider-failure';

export interface GatePolicy {
  /** How many calls may be on their way at once. */
  readonly concurrency: number;
  /** After how many failures in a row the provider is left alone, and for how long. */
  readonly failuresToCoolDown: number;
  readonly coolDownMs: number;
}

/** How long somebody who asks is kept waiting for the provider to be ready again, before they are sent away. */
const PATIENCE_OF_DOCUMENTS_MS = 10_000;
const PATIENCE_OF_QUESTIONS_MS = 1_000;

/**
 * Whether one model may be called. It closes when the provider says so, or when it fails again and again. Each process
 * has a gate of its own and learns from what it is answered itself; a provider tells every process the same.
 */
export class ProviderGate {
  private pausedUntil = 0;
  private coolUntil = 0;
  private failuresInARow = 0;
  /** It has cooled down and must show first that it answers again. */
  private isOnProbation = false;
  private lastFailure: ProviderFailure | null = null;

  constructor(
    private readonly policy: GatePolicy,
    private readonly clock: Clock,
  ) {}

  get callsAllowed(): number {
    return this.isOnProbation ? 1 : this.policy.concurrency;
  }

  get waitMs(): number {
    return Math.max(0, Math.max(this.pausedUntil, this.coolUntil) - this.now());
  }

  /** What to tell somebody for whom the wait would be too long. */
  refusal(isQuestion: boolean): DomainError | null {
    const { waitMs, lastFailure } = this;
    const patience = isQuestion ? PATIENCE_OF_QUESTIONS_MS : PATIENCE_OF_DOCUMENTS_MS;
    const isCooling = this.coolUntil > this.now();
    return lastFailure && (isCooling || waitMs > patience) ? refusalOf(lastFailure, waitMs) : null;
  }

  noteAnswer(): void {
    this.failuresInARow = 0;
    this.coolUntil = 0;
    this.isOnProbation = false;
  }

  noteFailure(failure: ProviderFailure): void {
    this.lastFailure = failure;
    const isHopeless = failure.kind === 'barred' || this.isOnProbation;
    if (++this.failuresInARow < this.policy.failuresToCoolDown && !isHopeless) return;
    this.isOnProbation = true;
    this.coolUntil = this.now() + this.policy.coolDownMs;
  }

  /** For all calls alike: a limit is the model's, not the call's. */
  pause(ms: number, failure: ProviderFailure): void {
    this.lastFailure = failure;
    this.pausedUntil = Math.max(this.pausedUntil, this.now() + ms);
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}
