/** `admin` is the platform's; `owner` and `member` a workspace's; `agent` and `service` are machines. */
export type Role = 'admin' | 'owner' | 'member' | 'agent' | 'service';

/** Who calls, in which workspace and as what: settled by the guards, never by the request's own claim. */
export interface Principal {
  readonly kind: 'user' | 'admin';
  readonly userId: string | null;
  readonly sessionId: string | null;
  /** Null for a caller who stands in no workspace (any more). */
  readonly workspaceId: string | null;
  readonly role: Role | null;
}

/** Passport's place for it. */
interface Authenticated {
  user?: Principal;
}

/** Null on public routes and until the guards have run. */
export function principalOf(request: object): Principal | null {
  return (request as Authenticated).user ?? null;
}

export function rememberPrincipal(request: object, principal: Principal): void {
  (request as Authenticated).user = principal;
}
