import { BlockList, isIP, isIPv4 } from 'node:net';
import { plainAddress } from '../rate-limit/client-address';

export interface AddressBlock {
  readonly address: string;
  readonly prefix: number;
}

const FORM = /^([0-9a-f:.]{2,45})(?:\/(\d{1,3}))?$/i;
/** A wider block would shut out whole countries by a slip of the hand. */
const WIDEST = { ipv4: 16, ipv6: 32 };
const SINGLE = { ipv4: 32, ipv6: 128 };

/** An address or a range of them, such as 203.0.113.7 or 2001:db8::/48; null when it is neither, or too wide. */
export function readAddressBlock(text: string): AddressBlock | null {
  const [, given = '', bits] = FORM.exec(text) ?? [];
  const address = plainAddress(given);
  if (!isIP(address)) return null;
  const family = familyOf(address);
  // The prefix of an IPv4 address in IPv6 dress would count other bits.
  if (address !== given.toLowerCase() && bits !== undefined) return null;
  const prefix = bits === undefined ? SINGLE[family] : Number(bits);
  if (prefix < WIDEST[family] || prefix > SINGLE[family]) return null;
  return family === 'ipv6' && touchesIpv4(address, prefix) ? null : { address, prefix };
}

/** A range of IPv6 that takes in ::ffff:0:0/96 covers every IPv4 address there is; one within it, some of them. */
function touchesIpv4(address: string, prefix: number): boolean {
  return covers({ address: '::ffff:0:0', prefix: Math.min(prefix, 96) }, address);
}

export function writeAddressBlock({ address, prefix }: AddressBlock): string {
  return `${address}/${prefix}`;
}

export function covers(block: AddressBlock, address: string): boolean {
  return listOf([block]).check(address, familyOf(address));
}

export function listOf(blocks: readonly AddressBlock[]): BlockList {
  const list = new BlockList();
  for (const { address, prefix } of blocks) list.addSubnet(address, prefix, familyOf(address));
  return list;
}

export function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv4(address) ? 'ipv4' : 'ipv6';
}
