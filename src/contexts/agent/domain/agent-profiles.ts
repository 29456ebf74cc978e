import { type AgentProfile } from './agent-profile';

export abstract class AgentProfiles {
  /**
   * The version of the agent that answers now; null: the workspace has no such agent. While a canary runs,
   * each conversation keeps to one of the two versions.
   */
  abstract find(workspaceId: string, slug: string, conversationId?: string): Promise<AgentProfile | null>;
  /** All that answer, each in the version that answers now, by slug. */
  abstract list(workspaceId: string): Promise<readonly AgentProfile[]>;
  /** For the moment after the commit of a change: what was remembered is true no more. */
  abstract forget(workspaceId: string, slug: string): void;
}
