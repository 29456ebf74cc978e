import { type LookupAddress, promises as dns } from 'node:dns';
import { HostResolver } from './host-resolver';

/**
 * Asks the name servers directly. The system's own look-up takes one of the few threads on which passwords are
 * hashed and files read: names whose servers never answer would keep all of them busy.
 */
export class DnsHostResolver extends HostResolver {
  /** Without servers, those that this machine uses. */
  constructor(private readonly servers: readonly string[] = []) {
    super();
  }

  async resolve(name: string): Promise<readonly LookupAddress[]> {
    // Done before the time to connect is over. A new one each time: it reads then which servers the machine uses now.
    const resolver = new dns.Resolver({ timeout: 1_000, tries: 2 });
    if (this.servers.length > 0) resolver.setServers(this.servers);
    const [four, six] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    const found = [...addressesIn(four, 4), ...addressesIn(six, 6)];
    if (found.length > 0) return found;
    throw four.status === 'rejected' ? four.reason : Object.assign(new Error(), { code: 'ENODATA' });
  }
}

function addressesIn(answer: PromiseSettledResult<string[]>, family: 4 | 6): LookupAddress[] {
  return answer.status === 'fulfilled' ? answer.value.map((address) => ({ address, family })) : [];
}
