import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Runtime } from '../../../platform/runtime';
import { type LoginSubject } from '../domain/login-attempts';

export interface LoginFingerprint {
  readonly account: Buffer;
  readonly address: Buffer;
}

/**
 * Tells attempts on one account apart from others without writing down whose it is. A change of the
 * server's secret forgets all of them.
 */
@Injectable()
export class LoginFingerprints {
  private readonly key: Buffer;

  constructor({ jwtSecret }: Runtime) {
    this.key = createHmac('sha256', jwtSecret).update('parley login fingerprints').digest();
  }

  of({ email, address }: LoginSubject): LoginFingerprint {
    return { account: this.ofAccount(email), address: this.mac(`address\n${folded(email)}\n${address}`) };
  }

  ofAccount(email: string): Buffer {
    return this.mac(`account\n${folded(email)}`);
  }

  private mac(text: string): Buffer {
    return createHmac('sha256', this.key).update(text).digest();
  }
}

/** As the table of people compares addresses, or coarser: never finer, or one account would have many counts. */
function folded(email: string): string {
  return email.normalize('NFKC').toLowerCase();
}
