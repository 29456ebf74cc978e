import { BlockList, isIP } from 'node:net';

/** IANA's special-purpose registry, multicast and reserved, and a cloud's inner address that looks like a public one. */
const NOT_PUBLIC_IPV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

/**
 * All that is routed lies in here: ::, ::1, what maps, embeds or translates IPv4 (::ffff:0:0/96, 64:ff9b::/96 and
 * 64:ff9b:1::/48), fc00::/7, fe80::/10, fec0::/10 and ff00::/8 do not.
 */
const ROUTED_IPV6 = ['2000::', 3] as const;

/** Within it: protocols and tunnels (2001::/32 is Teredo), documentation, 6to4. */
const NOT_PUBLIC_IPV6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

/** Lists of their own: in one, an IPv6 network that maps IPv4 also matches plain IPv4. */
const specialIpv4 = listOf(NOT_PUBLIC_IPV4, 'ipv4');
const routedIpv6 = listOf([ROUTED_IPV6], 'ipv6');
const specialIpv6 = listOf(NOT_PUBLIC_IPV6, 'ipv6');

/** Whether everybody on the internet reaches the same machine under this address. */
export function isPublicAddress(address: string): boolean {
  // A zone, as in fe80::1%eth0, belongs to this machine's links.
  if (address.includes('%')) return false;
  switch (isIP(address)) {
    case 4:
      return !specialIpv4.check(address, 'ipv4');
    case 6:
      return routedIpv6.check(address, 'ipv6') && !specialIpv6.check(address, 'ipv6');
    default:
      return false;
  }
}

function listOf(networks: readonly (readonly [string, number])[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of networks) list.addSubnet(network, prefix, family);
  return list;
}
