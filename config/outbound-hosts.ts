import { isIP } from 'node:net';
import { type VariableReader } from './reader';
import { type AllowedHost, type OutboundSettings } from './settings';

const ENTRY = /^(?<host>\[[0-9a-f:.]+\]|[^\s:/[\]@]+)(?:\/(?<prefix>\d{1,3}))?(?::(?<port>\d{1,5}))?$/i;

export function readOutbound(read: VariableReader): OutboundSettings {
  const allowedPorts = read.list('OUTBOUND_ALLOWED_PORTS').map(Number);
  if (!allowedPorts.every(isPort)) {
    read.problems.push('OUTBOUND_ALLOWED_PORTS must list ports from 1 to 65535, separated by commas.');
  }
  const allowedHosts = read.list('OUTBOUND_ALLOWED_HOSTS').map(hostOf);
  if (allowedHosts.includes(null)) {
    read.problems.push(
      'OUTBOUND_ALLOWED_HOSTS must list names, addresses or networks, each with a port or without, ' +
        'such as "intranet.example.com,10.1.0.0/16,[fd00::]/8:443".',
    );
  }
  return { allowedPorts, allowedHosts: allowedHosts.filter((host) => host !== null) };
}

/** Written as in a URL, so that it is compared with what a URL says: 127.1 is 127.0.0.1. */
function hostOf(entry: string): AllowedHost | null {
  const { host, prefix, port } = ENTRY.exec(entry)?.groups ?? {};
  if (!host || !URL.canParse(`http://${host}`) || (port && !isPort(Number(port)))) return null;
  const name = new URL(`http://${host}`).hostname.replace(/^\[|\]$|\.$/g, '');
  const family = isIP(name);
  const at = { port: port ? Number(port) : null };
  if (family === 0) return prefix || name === '' ? null : { name, ...at };
  const longest = family === 4 ? 32 : 128;
  const bits = prefix ? Number(prefix) : longest;
  return bits <= longest ? { network: name, prefix: bits, ...at } : null;
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535;
}
