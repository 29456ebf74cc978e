import { chmodSync, mkdirSync } from 'node:fs';
import { type Settings } from '../../config/settings';
import { migrateDatabase } from './database/migrate';
import { startEmbeddedPostgres } from './embedded/embedded-postgres';
import { localSecrets } from './embedded/local-secrets';
import { type Runtime } from './runtime';

export interface PreparedRuntime {
  readonly runtime: Runtime;
  /** Stops what was started here; comes after everything that uses it. */
  stop(): Promise<void>;
}

/** Finds or starts what the settings left open, and brings the database up to date. */
export async function prepareRuntime(settings: Settings): Promise<PreparedRuntime> {
  mkdirSync(settings.dataDirectory, { recursive: true });
  // PostgreSQL may run as another user and must be able to pass through, but not to look around.
  chmodSync(settings.dataDirectory, 0o711);
  const postgres = settings.database.url
    ? null
    : await startEmbeddedPostgres({ dataDirectory: settings.dataDirectory });
  const ownerUrl = settings.database.url ?? postgres!.url;
  const secrets = localSecrets(settings.dataDirectory);
  const runtime: Runtime = {
    settings,
    ownerUrl,
    jwtSecret: settings.auth.jwtSecret ?? secrets.jwtSecret,
    formerJwtSecrets: settings.auth.formerJwtSecrets,
    adminKey: settings.auth.adminKey ?? secrets.adminKey,
    embeddedDatabase: postgres !== null,
  };
  try {
    await migrateDatabase(ownerUrl);
  } catch (error) {
    await postgres?.stop();
    throw error;
  }
  return { runtime, stop: async () => postgres?.stop() };
}
