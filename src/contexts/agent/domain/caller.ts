/** Whose rights a turn has: what they may not do, no agent does for them. */
export interface Caller {
  readonly userId: string | null;
  readonly keyId: string | null;
  readonly role: string | null;
  /** What an API key is for; null: the role alone decides. */
  readonly scopes: readonly string[] | null;
  /** By which names access lists may know them; null: they read everything. */
  readonly readers: readonly string[] | null;
}
