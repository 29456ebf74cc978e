import { type AgentProfile } from './agent-profile';

/** What a caller may ask of one answer, within what the agent allows. */
export interface Wishes {
  readonly temperature?: number;
  readonly maxOutputTokens?: number;
}

export function withWishes(agent: AgentProfile, { temperature, maxOutputTokens }: Wishes): AgentProfile {
  return {
    ...agent,
    temperature: temperature ?? agent.temperature,
    maxOutputTokens: Math.min(maxOutputTokens ?? agent.maxOutputTokens, agent.maxOutputTokens),
  };
}
