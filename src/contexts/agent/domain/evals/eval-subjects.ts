import { type AgentProfile } from '../agent-profile';

export abstract class EvalSubjects {
  /** That version of the agent, or the one that answers now; null: there is no such agent or version. */
  abstract find(workspaceId: string, slug: string, version: number | null): Promise<AgentProfile | null>;
}
