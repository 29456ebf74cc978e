import { validateHeaderName, validateHeaderValue } from 'node:http';
import { packageVersion } from '../health/package-version';
import { outboundRefused } from './outbound-errors';

/** They steer the connection, say who we are, or carry credentials by themselves. */
const OURS = new Set([
  ...['host', 'connection', 'keep-alive', 'content-length', 'transfer-encoding', 'te', 'trailer', 'upgrade'],
  ...['expect', 'cookie', 'user-agent', 'accept-encoding', 'proxy-authorization', 'proxy-connection', 'via'],
  ...['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto'],
]);

/** As they are sent: names in small letters, and those that are ours to say. */
export function outboundHeaders(given: Readonly<Record<string, string>> = {}): Record<string, string> {
  const named = Object.entries(given).map(([name, value]) => [name.toLowerCase(), value] as const);
  for (const [name, value] of named) {
    if (OURS.has(name) || !isSendable(name, value)) throw outboundRefused('one of its headers cannot be set');
  }
  return { accept: '*/*', ...Object.fromEntries(named) };
}

export const ownHeaders = (): Record<string, string> => ({
  'user-agent': `Parley/${packageVersion()}`,
  'accept-encoding': 'gzip, deflate, br',
});

function isSendable(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}
