/** What an agent does not let in and does not let out. A setting that is off costs nothing. */
export interface Guardrails {
  /** Messages that try to turn the agent round. */
  readonly injection: 'off' | 'mark' | 'block';
  /** Addresses, numbers of phones, cards and accounts in what a customer writes, before a provider sees it. */
  readonly personalDataIn: 'off' | 'mask' | 'block';
  readonly personalDataOut: 'off' | 'mask' | 'block';
  /** Words and phrases, in messages and in replies. */
  readonly bannedTopics: readonly string[];
  /** ISO 639-1; none: every language. */
  readonly languages: readonly string[];
  /** What happens to sentences that the documents do not carry. */
  readonly groundedness: 'off' | 'mark' | 'refuse';
  /** The least share of sentences that the documents have to carry. */
  readonly groundednessThreshold: number;
  /** Links and images that lead neither to a source nor to an allowed host. */
  readonly links: 'off' | 'strip';
  readonly allowedHosts: readonly string[];
}

export const DEFAULT_GUARDRAILS: Guardrails = {
  injection: 'mark',
  personalDataIn: 'off',
  personalDataOut: 'off',
  bannedTopics: [],
  languages: [],
  groundedness: 'mark',
  groundednessThreshold: 0.5,
  links: 'strip',
  allowedHosts: [],
};
