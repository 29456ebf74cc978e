import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, DatabaseError, escapeIdentifier } from 'pg';

/** Migrated once per test run; every suite gets a copy. */
export const TEMPLATE = 'parley_template';
/** How Jest's workers hear of the server that global setup has started. */
export const CLUSTER_URL_VARIABLE = 'PARLEY_TEST_CLUSTER_URL';

export interface TestDatabase {
  /** The owner's URL, as DATABASE_URL would be. */
  readonly url: string;
  drop(): Promise<void>;
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `suite_${randomBytes(6).toString('hex')}`;
  await onCluster((client) =>
    client.query(`CREATE DATABASE ${escapeIdentifier(name)} TEMPLATE ${escapeIdentifier(TEMPLATE)}`),
  );
  return { url: databaseUrl(clusterUrl(), name), drop: () => dropDatabase(name) };
}

export function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.toString();
}

async function dropDatabase(name: string): Promise<void> {
  for (let attempt = 1; attempt <= 10; attempt++) {
    try {
      await onCluster((client) =>
        client.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`),
      );
      return;
    } catch (error) {
      // The owner may not end sessions of the app's logins; pools take a moment to close theirs. What is still open
      // after that goes with the whole cluster, at the end of the run.
      if (!(error instanceof DatabaseError)) throw error;
      await sleep(50);
    }
  }
}

async function onCluster<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: clusterUrl() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function clusterUrl(): string {
  const url = process.env[CLUSTER_URL_VARIABLE];
  if (!url) throw new Error(`${CLUSTER_URL_VARIABLE} is not set: Jest runs without its global setup.`);
  return url;
}
