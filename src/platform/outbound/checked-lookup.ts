import { type LookupFunction } from 'node:net';
import { type HostResolver } from './host-resolver';
import { outboundUnreachable } from './outbound-errors';
import { hostOf, type OutboundTargets } from './outbound-targets';

/**
 * A socket's own look-up: it connects to what was checked here and to nothing else, however often the name
 * changes its mind. One forbidden address among many is enough to refuse the name.
 */
export function checkedLookup(resolver: HostResolver, targets: OutboundTargets, url: URL): LookupFunction {
  return (_hostname, { all }, done) => {
    const checked = resolver.resolve(hostOf(url)).then((found) => {
      for (const { address } of found) targets.checkAddress(url, address);
      if (found.length === 0) throw outboundUnreachable();
      return found;
    });
    checked.then(
      (found) => (all ? done(null, [...found]) : done(null, found[0]!.address, found[0]!.family)),
      (error: Error) => done(error, []),
    );
  };
}
