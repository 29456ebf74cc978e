/** When each API key was last used; nobody who uses one waits for it. */
export abstract class KeyUses {
  abstract note(workspaceId: string, keyId: string): void;
}
