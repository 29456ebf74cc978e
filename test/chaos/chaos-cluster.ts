import { Client, escapeIdentifier } from 'pg';
import { migrateDatabase } from '../../src/platform/database/migrate';
import { startEmbeddedPostgres } from '../../src/platform/embedded/embedded-postgres';
import { makeTemporaryDirectory } from '../bench/temporary-directory';
import { databaseUrl } from '../support/postgres';

const TEMPLATE = 'chaos_template';

/** One PostgreSQL for a whole run; every trial has a database of its own, which is migrated already. */
export class ChaosCluster {
  private databases = 0;

  private constructor(private readonly url: string) {}

  static async use(work: (cluster: ChaosCluster) => Promise<void>): Promise<void> {
    const directory = await makeTemporaryDirectory();
    const server = await startEmbeddedPostgres({ dataDirectory: directory.path });
    try {
      const cluster = new ChaosCluster(server.url);
      await cluster.execute(`CREATE DATABASE ${TEMPLATE}`);
      await migrateDatabase(databaseUrl(server.url, TEMPLATE));
      await work(cluster);
    } finally {
      await server.stop();
      await directory.remove();
    }
  }

  async createDatabase(): Promise<string> {
    const name = `chaos_${++this.databases}`;
    await this.execute(`CREATE DATABASE ${escapeIdentifier(name)} TEMPLATE ${TEMPLATE}`);
    return databaseUrl(this.url, name);
  }

  private async execute(statement: string): Promise<void> {
    const client = new Client(this.url);
    await client.connect();
    await client.query(statement);
    await client.end();
  }
}
