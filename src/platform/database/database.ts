import { Injectable } from '@nestjs/common';
import { type PoolClient, type QueryResultRow } from 'pg';
import { DataSource } from 'typeorm';
import { type PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { toDomainError } from './database-errors';
import { type Statement } from './sql';

/**
 * Whose rows a statement may see: those of one workspace (a plain id), those of one person
 * across workspaces, or those that belong to no tenant. Row-level security enforces it.
 */
export type Scope = string | { readonly userId: string } | typeof NO_TENANT;
export const NO_TENANT = Symbol('no tenant');

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
   * All statements in one transaction and one round trip: they are sent together, behind the
   * statement that opens the transaction for the scope, and each is skipped once one has failed.
   */
  async batch(scope: Scope, statements: readonly Statement[]): Promise<QueryResultRow[][]> {
    const opening = openingOf(scope);
    const [client, release] = await this.obtainClient();
    let broken: unknown;
    try {
      const alone = statements.length === 1 && !opening;
      const work = alone
        ? [run(client, statements[0]!)]
        : [
            client.query(`BEGIN;${opening}`),
            ...statements.map((s) => run(client, s)),
            client.query('COMMIT'),
          ];
      const outcomes = await Promise.allSettled(work);
      const failure = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failure) throw failure.reason;
      const results = outcomes.map(
        (outcome) => (outcome as PromiseFulfilledResult<{ rows: QueryResultRow[] }>).value,
      );
      return (alone ? results : results.slice(1, -1)).map((result) => result.rows);
    } catch (error) {
      broken = isConnectionLoss(error) ? error : undefined;
      throw toDomainError(error);
    } finally {
      release(broken);
    }
  }

  private async obtainClient(): Promise<[PoolClient, (error?: unknown) => void]> {
    try {
      const driver = this.dataSource.driver as PostgresDriver;
      return (await driver.obtainMasterConnection()) as [PoolClient, (error?: unknown) => void];
    } catch (error) {
      throw toDomainError(error);
    }
  }
}

const run = (client: PoolClient, statement: Statement) =>
  client.query({ name: statement.name, text: statement.text, values: [...statement.values] });

function openingOf(scope: Scope): string {
  if (scope === NO_TENANT) return '';
  const [setting, id] = typeof scope === 'string' ? ['app.workspace', scope] : ['app.person', scope.userId];
  if (!UUID.test(id)) throw new Error(`A scope must be a UUID, not ${JSON.stringify(id)}`);
  return `SELECT set_config('${setting}', '${id}', true)`;
}

function isConnectionLoss(error: unknown): boolean {
  const code = (error as { code?: string }).code;
  return code === undefined || code.startsWith('08') || code.startsWith('57P');
}
