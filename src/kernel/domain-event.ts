/** What happened, in primitives. `type` is versioned: fields may be added, never changed. */
export interface DomainEvent {
  /** Null only for events about people, who belong to no single workspace. */
  readonly workspaceId: string | null;
  /** Events of one aggregate are delivered in the order in which they were raised. */
  readonly aggregateId: string;
}

export interface DomainEventType<E extends DomainEvent = DomainEvent> {
  readonly type: string;
  readonly prototype: E;
}
