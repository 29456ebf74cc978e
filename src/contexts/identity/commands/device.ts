import { addressBucket } from '../../../platform/http/rate-limit/client-address';

/** Where a session comes from: shown to its owner, never a condition, because both change on the road. */
export interface Device {
  readonly userAgent: string | null;
  readonly address: string | null;
}

/** Worth a line in the audit log: another program, or an address in another network. */
export function hasMoved(before: Device, now: Device): boolean {
  return before.userAgent !== now.userAgent || networkOf(before.address) !== networkOf(now.address);
}

/** Providers give out new addresses from one of these all day: IPv4 /24, IPv6 /48. */
function networkOf(address: string | null): string | null {
  return address && addressBucket(address).split(/[.:]/).slice(0, 3).join('.');
}
