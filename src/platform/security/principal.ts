import { type Scope } from './scopes';

/** A guest of a workspace sees what was granted to them: a route must name them to let them in. */
type GuestRole = 'client' | 'venue' | 'vendor';

/** `admin` is the platform's; `owner` and `member` a workspace's; `agent` and `service` are machines. */
export type Role = 'admin' | 'owner' | 'member' | GuestRole | 'agent' | 'service';

/** Who calls, in which workspace and as what: settled by the guards, never by the request's own claim. */
export interface Principal {
  /** A person, the holder of the administrator's key, or the holder of a workspace's API key. */
  readonly kind: 'user' | 'admin' | 'key';
  readonly userId: string | null;
  readonly sessionId: string | null;
  readonly keyId: string | null;
  /** Null for a caller who stands in no workspace (any more). */
  readonly workspaceId: string | null;
  readonly role: Role | null;
  /** What an API key is for; null for everybody else, whose role alone decides. */
  readonly scopes: readonly Scope[] | null;
  /** Whether the session was opened with a second factor. */
  readonly isStrong: boolean;
  /** A person who also administers the platform. */
  readonly isAdministrator: boolean;
  /** When the person last proved who they are. */
  readonly authenticatedAt: Date | null;
}

export const NOBODY: Omit<Principal, 'kind'> = {
  userId: null,
  sessionId: null,
  keyId: null,
  workspaceId: null,
  role: null,
  scopes: null,
  isStrong: false,
  isAdministrator: false,
  authenticatedAt: null,
};

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
