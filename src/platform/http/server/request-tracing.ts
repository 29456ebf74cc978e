import { randomBytes } from 'node:crypto';
import { type IncomingMessage } from 'node:http';
import { uuidv7 } from '../../../kernel/ids';
import { type Actor, type RequestContext } from '../../telemetry/request-context';

const SANE_ID = /^[A-Za-z0-9._-]{1,128}$/;
const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})$/;

/** The caller's request id if it is fit for logs and headers, else one of ours. */
export function requestIdOf(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && SANE_ID.test(given) ? given : uuidv7();
}

/** Random bytes are drawn only when somebody passes the trace on: most requests never do. */
export class RequestTracing implements RequestContext {
  actor?: Actor;
  private made: string | undefined;

  constructor(
    readonly requestId: string,
    private readonly received: unknown,
    readonly address?: string,
  ) {}

  /** The caller's trace with this request as the parent of what it causes; a new trace without one. */
  get traceparent(): string {
    return (this.made ??= continueTrace(this.received));
  }
}

function continueTrace(received: unknown): string {
  const [, trace, flags] = typeof received === 'string' ? (TRACEPARENT.exec(received) ?? []) : [];
  const span = randomBytes(8).toString('hex');
  return `00-${trace ?? randomBytes(16).toString('hex')}-${span}-${flags ?? '00'}`;
}
