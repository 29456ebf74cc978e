import { type AgentProfile } from './agent-profile';
import { type Caller } from './caller';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** `read` changes nothing; `write` changes the workspace's own data; `external` reaches somebody outside. */
export type ToolEffect = 'read' | 'write' | 'external';

export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonSchema;
  readonly effect: ToolEffect;
  readonly requiresApproval: boolean;
  readonly timeoutMs: number;
}

/** One call that a planner has decided on: its number within the run makes it once only, whatever crashes. */
export interface ToolCall {
  readonly step: number;
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

export interface ToolContext {
  readonly workspaceId: string;
  readonly runId: string;
  readonly conversationId: string;
  readonly agent: AgentProfile;
  readonly caller: Caller;
  /** Whether words from outside (documents, web pages) have come into the planner's sight by now. */
  readonly isTainted: boolean;
  readonly signal: AbortSignal;
}

export type ToolResult =
  | { readonly kind: 'done'; readonly output: unknown }
  /** Not allowed, not known, or not a valid input: nothing has happened. */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string }
  /** A person has to say yes first; nothing has happened yet. */
  | { readonly kind: 'awaiting_approval'; readonly approvalId: string }
  /** A crash came in between: it may have happened, and is not tried again. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** The only way to a tool: checks rights, input and approval, and lets an effect happen at most once. */
export abstract class ToolUse {
  abstract offered(
    workspaceId: string,
    agent: AgentProfile,
    caller: Caller,
  ): Promise<readonly ToolDefinition[]>;
  abstract use(call: ToolCall, context: ToolContext): Promise<ToolResult>;
}
