import { Client, escapeIdentifier } from 'pg';
import { migrateDatabase } from '../../../src/platform/database/migrate';
import { CLUSTER_URL_VARIABLE, databaseUrl, TEMPLATE } from '../postgres';
import { startTestCluster, stopTestCluster } from './test-cluster';

module.exports = async function setUp(): Promise<void> {
  const { url } = await startTestCluster();
  try {
    await createDatabase(url, TEMPLATE);
    await migrateDatabase(databaseUrl(url, TEMPLATE));
    process.env[CLUSTER_URL_VARIABLE] = url;
  } catch (error) {
    await stopTestCluster(); // Jest calls no teardown after a setup that has failed
    throw error;
  }
};

async function createDatabase(url: string, name: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`CREATE DATABASE ${escapeIdentifier(name)}`);
  await client.end();
}
