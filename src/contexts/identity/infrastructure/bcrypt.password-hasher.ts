import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { compare, getRounds, hash } from 'bcrypt';
import { Settings } from '../../../../config/settings';
import { PasswordHasher } from '../domain/password-hasher';
import { HashingTurns } from './hashing-turns';

/** What follows the cost in the hash of a password that nobody was ever told. */
const NOBODYS_HASH = '2hDqxDr2LWFi94TZ2vCEu.hA8LeLC3iMcb3qW5TIpeREsZ6IUZV7W';
/**
 * Separates our digests from plain SHA-256 sums in other people's leaks. It is no pepper: passwords must
 * outlive a change of the server's secret.
 */
const DOMAIN = 'parley password v1';

/** bcrypt reads 72 bytes and stops at a NUL; over a digest, every character of a long password counts. */
@Injectable()
export class BcryptPasswordHasher extends PasswordHasher {
  private readonly turns = new HashingTurns();
  private readonly cost: number;
  private readonly nobodysHash: string;

  constructor({ signIn }: Settings) {
    super();
    this.cost = signIn.passwordCost;
    this.nobodysHash = `$2b$${String(this.cost).padStart(2, '0')}$${NOBODYS_HASH}`;
  }

  hash(password: string): Promise<string> {
    return this.turns.run(() => hash(digestOf(password), this.cost));
  }

  async matches(password: string, known: string | null): Promise<boolean> {
    const matches = await this.turns.run(() => compare(digestOf(password), known ?? this.nobodysHash));
    return matches && known !== null;
  }

  /** The hash itself says what it cost. */
  isOutdated(known: string): boolean {
    return getRounds(known) < this.cost;
  }
}

function digestOf(password: string): string {
  return createHmac('sha256', DOMAIN).update(password.normalize('NFKC')).digest('base64');
}
