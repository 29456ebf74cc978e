import { type DomainEvent } from './domain-event';

/** The boundary of one transaction: state that a rule guards, and the events that its changes raise. */
export abstract class AggregateRoot {
  private raised: DomainEvent[] = [];

  protected constructor(
    readonly id: string,
    /** The version that was loaded; 0 for an aggregate that is not stored yet. */
    readonly version: number,
  ) {}

  get events(): readonly DomainEvent[] {
    return this.raised;
  }

  forgetEvents(): void {
    this.raised = [];
  }

  protected raise(event: DomainEvent): void {
    this.raised.push(event);
  }
}
