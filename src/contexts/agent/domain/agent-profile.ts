export interface AgentProfile {
  readonly slug: string;
  readonly name: string;
  readonly instructions: string;
  readonly temperature: number;
  readonly maxOutputTokens: number;
  readonly retrieval: { readonly limit: number };
}

const CUSTOMER_SERVICE: AgentProfile = {
  slug: 'customer-service',
  name: 'Customer service',
  instructions:
    'You answer customers of the company from its documents. Be concise and friendly. ' +
    'When the documents do not answer the question, say so and offer to bring in a person.',
  temperature: 0.2,
  maxOutputTokens: 500,
  retrieval: { limit: 5 },
};

/** The agents that every workspace has from the start. */
export function findAgentProfile(slug: string): AgentProfile | null {
  return slug === CUSTOMER_SERVICE.slug ? CUSTOMER_SERVICE : null;
}
