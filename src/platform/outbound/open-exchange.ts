import { type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type LookupFunction } from 'node:net';
import { type Hop } from './hop';
import { outboundTimeout, outboundBrokenOff } from './outbound-errors';
import { ownHeaders } from './outbound-headers';

const LARGEST_HEADERS = 16 * 1024;
const MOST_HEADERS = 100;

interface Line {
  readonly lookup: LookupFunction;
  readonly connectMs: number;
  readonly signal: AbortSignal;
}

/** Over a connection of its own, which nobody uses before or after. Resolves when the head of the answer is there. */
export function openExchange(hop: Hop, { lookup, connectMs, signal }: Line): Promise<IncomingMessage> {
  const isTls = hop.url.protocol === 'https:';
  return new Promise((resolve, reject) => {
    const request = (isTls ? httpsRequest : httpRequest)(hop.url, {
      method: hop.method,
      headers: { ...hop.headers, ...ownHeaders() },
      agent: false,
      lookup,
      signal,
      maxHeaderSize: LARGEST_HEADERS,
      // Said here, so that no variable of the environment can say otherwise.
      rejectUnauthorized: true,
    });
    request.maxHeadersCount = MOST_HEADERS;
    const timer = setTimeout(() => request.destroy(outboundTimeout()), connectMs);
    const stopTimer = () => clearTimeout(timer);
    request.once('socket', (socket) => socket.once(isTls ? 'secureConnect' : 'connect', stopTimer));
    request.once('response', resolve);
    // Also where nothing was said of an error, as when a server wants to speak another protocol.
    request.once('close', () => {
      stopTimer();
      reject(outboundBrokenOff());
    });
    // Not once: what breaks off later is also told here, and would otherwise end the process.
    request.on('error', reject);
    request.end(hop.body);
  });
}
