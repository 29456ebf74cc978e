/** What a guest can be let see; the resources themselves belong to other contexts. */
export const RESOURCE_KINDS = ['event', 'venue', 'vendor'] as const;
export type ResourceKind = (typeof RESOURCE_KINDS)[number];
