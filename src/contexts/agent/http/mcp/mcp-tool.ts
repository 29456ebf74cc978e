import { type Scope } from '../../../../platform/security/scopes';
import { type McpCaller } from './mcp-caller';

export interface McpToolDefinition {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: { readonly type: 'object'; readonly [keyword: string]: unknown };
  readonly annotations: Readonly<Record<string, boolean>>;
}

export interface McpCall extends McpCaller {
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
  /** For who waits for the answer and wants to know how far it is. */
  readonly tell: (progress: string) => void;
}

/** The same answer twice: for models that read text, and for programs. */
export interface McpToolAnswer {
  readonly text: string;
  readonly data: Record<string, unknown>;
}

export abstract class McpTool {
  abstract readonly definition: McpToolDefinition;
  abstract readonly scope: Scope;
  /** `input` fits the schema of the definition. */
  abstract call(input: Readonly<Record<string, unknown>>, call: McpCall): Promise<McpToolAnswer>;
}
