import { type IncomingMessage } from 'node:http';
import { outboundRefused } from './outbound-errors';
import { type OutboundTargets } from './outbound-targets';
import { type OutboundMethod, type OutboundRequest } from './safe-http';

/** One request on the way to the answer. */
export interface Hop {
  readonly url: URL;
  readonly method: OutboundMethod;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const BECOME_GET = new Set([301, 302, 303]);
/** What may be told to another server than the one that it was meant for. */
const CARRIED = new Set(['accept', 'accept-language']);

/** Where a redirect leads, checked like the first address; null for what is an answer. */
export function nextHop(
  hop: Hop,
  { statusCode = 0, headers }: IncomingMessage,
  { redirectsToGet = false }: OutboundRequest,
  targets: OutboundTargets,
): Hop | null {
  const isSafe = hop.method === 'GET' || hop.method === 'HEAD';
  const isFollowed = isSafe ? REDIRECTS.has(statusCode) : redirectsToGet && BECOME_GET.has(statusCode);
  if (!isFollowed || headers.location === undefined) return null;
  const url = targets.parse(headers.location, hop.url);
  if (hop.url.protocol === 'https:' && url.protocol === 'http:')
    throw outboundRefused('it redirects from https:// to http://');
  const isCarried = (name: string) => CARRIED.has(name) || (isSafe && url.origin === hop.url.origin);
  const carried = Object.entries(hop.headers).filter(([name]) => isCarried(name));
  return { url, method: isSafe ? hop.method : 'GET', headers: Object.fromEntries(carried) };
}
