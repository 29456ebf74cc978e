import { AsyncLocalStorage } from 'node:async_hooks';

/** Who acts, as the audit log names them: by id, never by name. */
export interface Actor {
  /** `system`: background work. `unknown`: a request of nobody who is known yet, or at all. */
  readonly kind: 'user' | 'admin' | 'key' | 'system' | 'unknown';
  readonly id: string | null;
}

/** What identifies the work in hand in logs, on events, on jobs and on outbound calls. Never a tenant's authority. */
export interface RequestContext {
  readonly requestId: string;
  readonly traceparent: string | null;
  /** Where a request comes from; absent in background work. */
  readonly address?: string;
  /** Settled by the guards, for the audit log. */
  actor?: Actor;
}

export const requestContext = new AsyncLocalStorage<RequestContext>();
