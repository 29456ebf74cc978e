import { type VariableReader } from './reader';
import { type QdrantSettings } from './settings';

const USUAL_PORT = 6333;
const HOST = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])$/i;
const PORT_OF_URL = /^https?:\/\/[^/]*:(\d+)(?:\/|$)/;

/** By its address, or by host and port, which then speak plain HTTP; null without either. */
export function readQdrant(read: VariableReader): QdrantSettings | null {
  const url = read.url('QDRANT_URL', ['http:', 'https:']);
  const host = readHost(read);
  const hostPort = read.integer('QDRANT_PORT', USUAL_PORT, [1, 65_535]);
  const options = {
    apiKey: read.optional('QDRANT_API_KEY'),
    collections: read.oneOf('QDRANT_COLLECTIONS', ['per-workspace', 'shared'], 'per-workspace'),
    timeoutMs: read.integer('QDRANT_TIMEOUT_MS', 5_000, [100, 60_000]),
  };
  if (url && host) read.problems.push('QDRANT_URL and QDRANT_HOST say the same: set one of them.');
  if (url) return { url, port: Number(PORT_OF_URL.exec(url)?.[1] ?? USUAL_PORT), ...options };
  if (host) return { url: `http://${host}:${hostPort}`, port: hostPort, ...options };
  if (options.apiKey) read.problems.push('QDRANT_API_KEY says nothing without QDRANT_URL or QDRANT_HOST.');
  return null;
}

function readHost(read: VariableReader): string | null {
  const host = read.optional('QDRANT_HOST');
  if (host === null || HOST.test(host)) return host;
  read.problems.push('QDRANT_HOST must be a name or an address alone; a whole URL goes into QDRANT_URL.');
  return null;
}
