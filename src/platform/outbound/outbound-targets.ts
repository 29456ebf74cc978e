import { Injectable } from '@nestjs/common';
import { BlockList, isIP } from 'node:net';
import { type AllowedHost, Settings } from '../../../config/settings';
import { outboundRefused } from './outbound-errors';
import { isPublicAddress } from './public-addresses';

const LONGEST_URL = 2_000;
const USUAL_PORTS = [80, 443];

type Permit = (host: string, address: string, port: number) => boolean;

/** Where requests may go. */
@Injectable()
export class OutboundTargets {
  private readonly ports: ReadonlySet<number>;
  /** Open only to hosts that the operator has named together with the port. */
  private readonly portsOfHosts: ReadonlySet<number>;
  private readonly permits: readonly Permit[];

  constructor({ outbound }: Settings) {
    this.ports = new Set([...USUAL_PORTS, ...outbound.allowedPorts]);
    this.portsOfHosts = new Set(outbound.allowedHosts.flatMap(({ port }) => port ?? []));
    this.permits = outbound.allowedHosts.map((host) => this.permitOf(host));
  }

  /** All that can be judged before a name is resolved; what comes after a `#` is not sent to any server. */
  parse(text: string, base?: URL): URL {
    if (text.length > LONGEST_URL) throw outboundRefused(`it is longer than ${LONGEST_URL} characters`);
    if (!URL.canParse(text, base?.href)) throw outboundRefused('it is not a web address');
    const url = new URL(text, base);
    if (url.protocol !== 'http:' && url.protocol !== 'https:')
      throw outboundRefused('it must begin with http:// or https://');
    if (url.username || url.password) throw outboundRefused('it carries a user name or a password');
    url.hash = '';
    if (url.href.length > LONGEST_URL) throw outboundRefused(`it is longer than ${LONGEST_URL} characters`);
    const port = portOf(url);
    if (!this.ports.has(port) && !this.portsOfHosts.has(port)) throw portRefused(port);
    const host = hostOf(url);
    if (isIP(host)) this.checkAddress(url, host);
    return url;
  }

  /** To be asked of every address that a name has, each time that one is about to be connected to. */
  checkAddress(url: URL, address: string): void {
    const [host, port] = [hostOf(url), portOf(url)];
    if (this.permits.some((permits) => permits(host, address, port))) return;
    if (!this.ports.has(port)) throw portRefused(port);
    if (!isPublicAddress(address)) throw outboundRefused('it does not lead to a public network');
  }

  private permitOf(allowed: AllowedHost): Permit {
    const fits = (port: number) => (allowed.port === null ? this.ports.has(port) : allowed.port === port);
    if ('name' in allowed) return (host, _address, port) => host === allowed.name && fits(port);
    const family = isIP(allowed.network) === 4 ? 'ipv4' : 'ipv6';
    const network = new BlockList();
    network.addSubnet(allowed.network, allowed.prefix, family);
    return (_host, address, port) =>
      familyOf(address) === family && network.check(address, family) && fits(port);
  }
}

const portRefused = (port: number) => outboundRefused(`port ${port} is not open to it`);

function familyOf(address: string): 'ipv4' | 'ipv6' | null {
  const family = address.includes('%') ? 0 : isIP(address);
  return family === 0 ? null : family === 4 ? 'ipv4' : 'ipv6';
}

function portOf({ port, protocol }: URL): number {
  return port ? Number(port) : protocol === 'https:' ? 443 : 80;
}

/** Without the brackets of IPv6, and without the dot that only says that a name is whole. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$|\.$/g, '');
}
