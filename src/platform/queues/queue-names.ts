import { type QueueSettings } from '../../../config/settings';

export type QueueName = keyof QueueSettings['concurrency'];

/** Every queue of the platform: metrics, health and the operators' views go through this list. */
export const QUEUES = [
  'ingest',
  'email',
  'data',
  'webhook',
  'reindex',
  'inbound',
  'outbound',
] as const satisfies readonly QueueName[];
