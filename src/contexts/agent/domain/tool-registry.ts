import { type ToolContext, type ToolDefinition } from './tool';

/** Whom a tool serves, besides that the agent must have it. */
export interface ToolAccess {
  /** Null: whoever may talk to the agent. */
  readonly roles: readonly string[] | null;
  /** What an API key must be for. */
  readonly scope: string;
}

export type ToolInput = Readonly<Record<string, unknown>>;

/** Never to be run but through ToolUse, which has checked what can be checked before. */
export abstract class Tool {
  abstract readonly definition: ToolDefinition;
  readonly access: ToolAccess = { roles: null, scope: 'agents:run' };
  /** Run again under the same effect id, it changes nothing more. */
  readonly isRepeatable: boolean = false;
  /** All that it does is to ask for a person: nobody has to approve of that. */
  readonly bringsInPerson: boolean = false;
  /** Rejects with a DomainError for what the planner should be told of. */
  abstract run(input: ToolInput, context: ToolContext, effectId: string): Promise<unknown>;
}

export abstract class ToolRegistry {
  /** Those that every workspace has. */
  abstract builtIn(): readonly Tool[];
  /** Those of the names that the workspace has a tool for: ours, its own, and those of the servers that it named. */
  abstract find(workspaceId: string, names: readonly string[]): Promise<readonly Tool[]>;
}
