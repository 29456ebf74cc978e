/** Every queue of the platform: metrics, health and the operators' views go through this list. */
export const QUEUES = ['ingest'] as const;
