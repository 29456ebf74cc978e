/** Who somebody is by the word of another provider: the pair of issuer and subject, never the address. */
export interface VouchedPerson {
  readonly issuer: string;
  readonly subject: string;
  /** Only when the provider has made sure that it is theirs. */
  readonly email: string | null;
  readonly name: string | null;
}

/** An OpenID provider whose sign-ins are taken for ours. */
export abstract class IdentityProvider {
  /** Whether this installation has one at all. */
  abstract readonly isAvailable: boolean;
  /** Null when the token is not the provider's, not for us or not good any more. */
  abstract verify(token: string): Promise<VouchedPerson | null>;
}
