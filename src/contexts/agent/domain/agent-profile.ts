import { DEFAULT_GUARDRAILS, type Guardrails } from './guardrails/guardrails';

export type AgentKind = 'customer-service' | 'custom';
export type Persona = 'professional' | 'friendly' | 'technical';
export type ResponseStyle = 'concise' | 'balanced' | 'detailed';

interface RetrievalOptions {
  readonly enabled: boolean;
  readonly limit: number;
  /** Passages that match less well are left out; null: as the embedding model has it. */
  readonly threshold: number | null;
  readonly mode: 'hybrid' | 'vector' | 'keyword';
}

/** One version of an agent: all that decides how it answers. */
export interface AgentProfile {
  readonly slug: string;
  readonly name: string;
  readonly kind: AgentKind;
  readonly version: number;
  /** The workspace's own words in place of ours; null: ours. */
  readonly systemPrompt: string | null;
  readonly persona: Persona;
  readonly responseStyle: ResponseStyle;
  readonly instructions: string;
  /** Null: the workspace's model, or the installation's. */
  readonly model: string | null;
  readonly temperature: number;
  readonly maxOutputTokens: number;
  readonly retrieval: RetrievalOptions;
  /** Names of the tools it may use, if whoever asks may use them too. */
  readonly tools: readonly string[];
  /** Those of them that may change something without a person's yes, also when words from outside came in. */
  readonly trustedTools?: readonly string[];
  readonly guardrails: Guardrails;
}

/** The agent that every workspace has from the start. */
export const CUSTOMER_SERVICE: AgentProfile = {
  slug: 'customer-service',
  name: 'Customer service',
  kind: 'customer-service',
  version: 0,
  systemPrompt: null,
  persona: 'friendly',
  responseStyle: 'concise',
  instructions: 'You answer customers of the company from its documents.',
  model: null,
  temperature: 0.2,
  maxOutputTokens: 500,
  retrieval: { enabled: true, limit: 5, threshold: null, mode: 'hybrid' },
  tools: ['search_knowledge'],
  guardrails: DEFAULT_GUARDRAILS,
};

const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;

/** Anything else is no agent's name: what comes in by a path need not be looked for. */
export function isAgentSlug(slug: string): boolean {
  return SLUG.test(slug);
}
