export abstract class PasswordHasher {
  abstract hash(password: string): Promise<string>;
  /** Null is an account that does not exist: it costs the same work, and never matches. */
  abstract matches(password: string, hash: string | null): Promise<boolean>;
}
