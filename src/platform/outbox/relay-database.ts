import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Client, Pool, type QueryResultRow } from 'pg';
import { toDomainError } from '../database/database-errors';
import { loginUrl } from '../database/roles';
import { type Statement } from '../database/sql';
import { Runtime } from '../runtime';

/** The relay's own login: it sees outbox, deliveries and dead letters of all tenants, and no tenant's data. */
@Injectable()
export class RelayDatabase implements OnApplicationShutdown {
  private readonly url: string;
  private readonly pool: Pool;

  constructor(runtime: Runtime) {
    this.url = loginUrl(runtime.ownerUrl, 'relay');
    const timeout = runtime.settings.database.statementTimeoutMs;
    this.pool = new Pool({
      connectionString: this.url,
      application_name: 'parley-relay',
      max: 3,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      statement_timeout: timeout,
      lock_timeout: timeout,
    });
    // Without a listener a restart of PostgreSQL would end the process; the next query reports it anyway.
    this.pool.on('error', () => undefined);
  }

  async query<Row extends QueryResultRow>(statement: Statement): Promise<Row[]> {
    try {
      const { name, text, values } = statement;
      const result = await this.pool.query<Row>({ name, text, values: [...values] });
      return result.rows;
    } catch (error) {
      throw toDomainError(error);
    }
  }

  /** A connection of its own, for LISTEN. */
  newClient(): Client {
    return new Client({
      connectionString: this.url,
      application_name: 'parley-relay-listen',
      keepAlive: true,
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}
