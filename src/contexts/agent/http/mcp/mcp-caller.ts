import { type Scope } from '../../../../platform/security/scopes';
import { type TurnInput } from '../../commands/turn-input';

/** Who speaks the protocol, and whose rights every tool and resource has. */
export interface McpCaller {
  readonly workspaceId: string;
  readonly caller: TurnInput['caller'];
}

/** People may do what their role may; a key only what it is made for. */
export function isMadeFor({ caller }: McpCaller, scope: Scope): boolean {
  return caller.scopes === null || caller.scopes.includes(scope);
}
