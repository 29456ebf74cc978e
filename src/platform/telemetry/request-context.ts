import { AsyncLocalStorage } from 'node:async_hooks';

/** What identifies the work in hand in logs, on events, on jobs and on outbound calls. Never a tenant's authority. */
export interface RequestContext {
  readonly requestId: string;
  readonly traceparent: string | null;
}

export const requestContext = new AsyncLocalStorage<RequestContext>();
