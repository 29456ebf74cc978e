import {
  createPostgresBackend,
  createRedisBackend,
  type QueueOptions,
  setDefaultBackendFactory,
} from 'bullmq';
import { type ClientBase, Pool } from 'pg';
import { QUEUE_SCHEMA } from '../database/migrate';
import { loginUrl } from '../database/roles';
import { type Runtime } from '../runtime';
import { QUEUES } from './queue-names';

/**
 * The tables that are the truth look after every job that the queue has lost: so a commit need not wait for the disk
 * here. Most calls are functions, whose statements are planned once instead of at every call.
 */
const SESSION = `-c search_path=${QUEUE_SCHEMA} -c synchronous_commit=off -c plan_cache_mode=force_generic_plan`;

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
    max: settings.database.poolSize,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    options: SESSION,
    onConnect: keepEventsQuiet,
  });
  pool.on('error', () => undefined);
  // Every queue and every worker listens: of so many, none is a leak.
  pool.setMaxListeners(4 * QUEUES.length);
  return { options: { connection: pool }, close: () => pool.end() };
}

/**
 * With each step of a job BullMQ tells whoever listens for the queue's events, and PostgreSQL wakes every session that
 * listens for anything. Nobody here listens for events; only who gets this lock tells of them, so everybody shares it.
 */
function keepEventsQuiet(client: ClientBase): unknown {
  const text = `SELECT pg_advisory_lock_shared(hashtext('bullmq:evnotify:' || name)) FROM unnest($1::text[]) AS name`;
  // The pool waits for it, although its types do not say so.
  return client.query(text, [QUEUES]);
}
