import { type LookupAddress } from 'node:dns';

/** What a name means at this moment. */
export abstract class HostResolver {
  /** Every address; never none. */
  abstract resolve(name: string): Promise<readonly LookupAddress[]>;
}
