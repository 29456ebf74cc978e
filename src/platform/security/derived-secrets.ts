import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SigningKeys } from './signing-keys';

/** Secrets that somebody else keeps a copy of: derived whenever they are needed, stored nowhere. */
@Injectable()
export class DerivedSecrets {
  constructor(private readonly keys: SigningKeys) {}

  /** The present one first, then those that were handed out under former secrets of the server. */
  of(purpose: string, owner: string): Buffer[] {
    return this.keys.derived.map((key) => createHmac('sha256', key).update(`${purpose}\n${owner}`).digest());
  }
}
