import { Injectable } from '@nestjs/common';
import { type PoolClient, type QueryResultRow } from 'pg';
import { DataSource } from 'typeorm';
import { type PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { isDeadlock, toDomainError } from './database-errors';
import { BatchQuery } from './batch-query';
import { sql, type Statement } from './sql';

/**
 * Whose rows a statement may see: those of one workspace (a plain id), those of one person
 * across workspaces, or those that belong to no tenant. Row-level security enforces it.
 */
export type Scope = string | { readonly userId: string } | typeof NO_TENANT;
export const NO_TENANT = Symbol('no tenant');

const MOST_ATTEMPTS = 3;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

@Injectable()
export class Database {
  constructor(private readonly dataSource: DataSource) {}

  /** One statement, in a transaction of its own. */
  async query<Row extends QueryResultRow>(scope: Scope, statement: Statement): Promise<Row[]> {
    const [rows] = await this.batch(scope, [statement]);
    return rows as Row[];
  }

  /**
   * All statements in one transaction and one round trip, behind the one that sets the scope. Whom
   * PostgreSQL chose to end a deadlock has changed nothing, and simply comes again.
   */
  async batch(scope: Scope, statements: readonly Statement[]): Promise<QueryResultRow[][]> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.once(openingOf(scope), statements);
      } catch (error) {
        if (!isDeadlock(error) || attempt === MOST_ATTEMPTS) throw toDomainError(error);
      }
    }
  }

  private async once(
    opening: Statement | null,
    statements: readonly Statement[],
  ): Promise<QueryResultRow[][]> {
    const [client, release] = await this.obtainClient();
    let broken: unknown;
    try {
      const results = await send(client, opening ? [opening, ...statements] : statements);
      return opening ? results.slice(1) : results;
    } catch (error) {
      broken = isConnectionLoss(error) ? error : undefined;
      throw error;
    } finally {
      release(broken);
    }
  }

  private async obtainClient(): Promise<[PoolClient, (error?: unknown) => void]> {
    const driver = this.dataSource.driver as PostgresDriver;
    return (await driver.obtainMasterConnection()) as [PoolClient, (error?: unknown) => void];
  }
}

function send(client: PoolClient, statements: readonly Statement[]): Promise<QueryResultRow[][]> {
  return new Promise((resolve, reject) => {
    const batch = new BatchQuery(statements);
    batch.callback = (error, results) => (error ? reject(error) : resolve(results));
    client.query(batch);
  });
}

function openingOf(scope: Scope): Statement | null {
  if (scope === NO_TENANT) return null;
  const id = typeof scope === 'string' ? scope : scope.userId;
  if (!UUID.test(id)) throw new Error(`A scope must be a UUID, not ${JSON.stringify(id)}`);
  return typeof scope === 'string'
    ? sql`SELECT set_config('app.workspace', ${id}, true)`
    : sql`SELECT set_config('app.person', ${id}, true)`;
}

function isConnectionLoss(error: unknown): boolean {
  const code = (error as { code?: string }).code;
  return code === undefined || code.startsWith('08') || code.startsWith('57P');
}
