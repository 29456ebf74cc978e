import { type QueryRunner } from 'typeorm';
import { type Login, roleName } from '../src/platform/database/roles';

/** The application's login beside the owner that is migrating, quoted for DDL. */
export async function loginOf(runner: QueryRunner, login: Login): Promise<string> {
  const [row] = (await runner.query('SELECT current_user AS owner')) as [{ owner: string }];
  return `"${roleName(row.owner, login)}"`;
}

/** Puts a workspace table behind row-level security, for the table's owner too. */
export async function protectTenantTable(runner: QueryRunner, table: string): Promise<void> {
  await runner.query(`
    ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant ON ${table} FOR ALL
      USING (workspace_id = platform.workspace()) WITH CHECK (workspace_id = platform.workspace())`);
}
