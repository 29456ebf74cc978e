import { type ToolContext } from '../../domain/tool';

/** The people of the workspace see all its tasks; whoever else talks to an agent, those of their own conversation. */
export function taskReach({ caller, conversationId }: ToolContext): string | null {
  return caller.role === 'owner' || caller.role === 'member' ? null : conversationId;
}
