import { DataSource, type DataSourceOptions } from 'typeorm';
import { migrations } from '../../../migrations/all';
import { loginUrl } from './roles';

export interface PoolOptions {
  readonly poolSize: number;
  readonly statementTimeoutMs: number;
}

/** The application's own pool: a login that owns nothing. */
export function createDataSourceOptions(ownerUrl: string, options: PoolOptions): DataSourceOptions {
  return {
    type: 'postgres',
    url: loginUrl(ownerUrl, 'app'),
    applicationName: 'parley',
    poolSize: options.poolSize,
    connectTimeoutMS: 5_000,
    poolErrorHandler: () => undefined,
    extra: {
      keepAlive: true,
      statement_timeout: options.statementTimeoutMs,
      lock_timeout: options.statementTimeoutMs,
      idle_in_transaction_session_timeout: 2 * options.statementTimeoutMs,
      // The server that should end a slow statement may itself hang.
      query_timeout: options.statementTimeoutMs + 2_000,
    },
  };
}

/** The owner's connection, used for migrations and closed after them. */
export function createMigrationSource(ownerUrl: string): DataSource {
  return new DataSource({
    type: 'postgres',
    url: ownerUrl,
    applicationName: 'parley-migrations',
    poolSize: 1,
    connectTimeoutMS: 10_000,
    migrations,
    migrationsTableName: 'parley_migrations',
    migrationsTransactionMode: 'each',
  });
}
