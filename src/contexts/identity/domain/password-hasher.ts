export abstract class PasswordHasher {
  abstract hash(password: string): Promise<string>;
  /** Null is an account that does not exist: it costs the same work, and never matches. */
  abstract matches(password: string, hash: string | null): Promise<boolean>;
  /** Whether it was made with less work than we ask for today. */
  abstract isOutdated(hash: string): boolean;
}
