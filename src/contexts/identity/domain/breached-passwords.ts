export abstract class BreachedPasswords {
  /** Whether the password is in a public collection of leaked ones. False too when nobody can say. */
  abstract has(password: string): Promise<boolean>;
}
