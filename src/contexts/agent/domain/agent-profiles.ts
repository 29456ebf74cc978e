import { type AgentProfile } from './agent-profile';

export abstract class AgentProfiles {
  /** The version of the agent that answers now; null: the workspace has no such agent. */
  abstract find(workspaceId: string, slug: string): Promise<AgentProfile | null>;
}
