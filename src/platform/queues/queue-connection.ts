import {
  createPostgresBackend,
  createRedisBackend,
  type QueueOptions,
  setDefaultBackendFactory,
} from 'bullmq';
import { Pool } from 'pg';
import { QUEUE_SCHEMA } from '../database/migrate';
import { loginUrl } from '../database/roles';
import { type Runtime } from '../runtime';
import { QUEUES } from './queue-names';

const POOL_SIZE = 20;

export const QUEUE_CONNECTION = Symbol('queue connection');

export interface QueueConnection {
  readonly options: Pick<QueueOptions, 'connection'>;
  close(): Promise<void>;
}

/** BullMQ on Redis where one is configured, otherwise on PostgreSQL: the same queues, workers and jobs. */
export function connectQueues({ settings, ownerUrl }: Runtime): QueueConnection {
  if (settings.redisUrl) {
    setDefaultBackendFactory(createRedisBackend);
    return {
      options: { connection: { url: settings.redisUrl, maxRetriesPerRequest: null } },
      close: () => Promise.resolve(),
    };
  }
  setDefaultBackendFactory(createPostgresBackend);
  const pool = new Pool({
    connectionString: loginUrl(ownerUrl, 'queue'),
    application_name: 'parley-queue',
    max: POOL_SIZE,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    options: `-c search_path=${QUEUE_SCHEMA}`,
  });
  pool.on('error', () => undefined);
  // Every queue and every worker listens: of so many, none is a leak.
  pool.setMaxListeners(4 * QUEUES.length);
  return { options: { connection: pool }, close: () => pool.end() };
}
