import { type VouchedPerson } from './identity-provider';

export interface LinkedPerson {
  readonly userId: string;
  readonly securityVersion: number;
}

export abstract class ExternalIdentities {
  abstract find(person: VouchedPerson): Promise<LinkedPerson | null>;
  /** Makes an account for somebody new; null when their address has one. Of many at once one makes it, for all. */
  abstract welcome(person: VouchedPerson & { readonly email: string }): Promise<LinkedPerson | null>;
  /** False when it belongs to somebody else. Doing it twice changes nothing. */
  abstract link(userId: string, person: VouchedPerson): Promise<boolean>;
}
