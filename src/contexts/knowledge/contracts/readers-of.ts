interface Caller {
  readonly role: string | null;
  readonly userId: string | null;
  readonly keyId: string | null;
}

/** The names by which access lists may let a caller in; null for an owner, who may read everything. */
export function readersOf({ role, userId, keyId }: Caller): readonly string[] | null {
  if (role === 'owner') return null;
  return [role && `role:${role}`, userId && `user:${userId}`, keyId && `key:${keyId}`].filter(
    (name) => name !== null,
  );
}
