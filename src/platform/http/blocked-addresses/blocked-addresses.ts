import { Injectable } from '@nestjs/common';
import { type BlockList } from 'node:net';
import { plainAddress } from '../rate-limit/client-address';
import { type AddressBlock, familyOf, listOf } from './address-block';

/** Who is not let in, in memory: it is asked on every request. */
@Injectable()
export class BlockedAddresses {
  /** Null while nobody is blocked, which is most of the time. */
  private list: BlockList | null = null;

  replace(blocks: readonly AddressBlock[]): void {
    this.list = blocks.length > 0 ? listOf(blocks) : null;
  }

  has(client: string): boolean {
    if (!this.list) return false;
    const address = plainAddress(client);
    return this.list.check(address, familyOf(address));
  }
}
