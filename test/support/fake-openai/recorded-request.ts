import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';

export interface RecordedRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: unknown;
  /** The client went away before the answer was complete. */
  aborted: boolean;
  /** Settles when nothing more will happen: answered, aborted or cut. */
  closed: Promise<void>;
}

export function recordRequest(
  request: IncomingMessage,
  response: ServerResponse,
  body: unknown,
): RecordedRequest {
  const record: RecordedRequest = {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: request.headers,
    body,
    aborted: false,
    closed: once(response, 'close').then(() => {
      // A response that the fake itself broke off is destroyed first; see `breakConnection`.
      record.aborted = !response.writableFinished && !brokenOff.has(response);
    }),
  };
  return record;
}

const brokenOff = new WeakSet<ServerResponse>();

export function breakConnection(response: ServerResponse): void {
  brokenOff.add(response);
  response.socket?.resetAndDestroy();
}
