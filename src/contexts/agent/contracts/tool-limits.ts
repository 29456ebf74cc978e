export const HTTP_TOOL_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type HttpToolMethod = (typeof HTTP_TOOL_METHODS)[number];

/** Roles that a tool can be kept for; without any it serves whoever may talk to the agent. */
export const TOOL_ROLES = ['owner', 'member', 'client', 'venue', 'vendor', 'agent', 'service'] as const;

/** Two underscores in the middle part a server from its tool. */
export const TOOL_NAME = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/;
export const MOST_TOOLS = 100;
