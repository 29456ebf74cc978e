import { Client, escapeLiteral } from 'pg';
import type { Passwords } from './data-directory';

const INVALID_PASSWORD = '28P01';
const NO_SUCH_DATABASE = '3D000';

export function parleyUrl(port: number, passwords: Passwords): string {
  return `postgres://parley:${passwords.parley}@127.0.0.1:${port}/parley`;
}

/** Leaves a database `parley` owned by an ordinary role of that name, the only one that the app ever gets. */
export async function ensureParleyDatabase(port: number, passwords: Passwords): Promise<void> {
  if (await isProvisioned(port, passwords)) return;
  await withSuperuser(port, passwords, async (client) => {
    const password = `PASSWORD ${escapeLiteral(passwords.parley)}`;
    const attributes = `LOGIN CREATEROLE CREATEDB NOSUPERUSER NOBYPASSRLS ${password}`;
    const role = await client.query(`SELECT 1 FROM pg_roles WHERE rolname = 'parley'`);
    await client.query(`${role.rowCount ? 'ALTER' : 'CREATE'} ROLE parley ${attributes}`);
    const database = await client.query(`SELECT 1 FROM pg_database WHERE datname = 'parley'`);
    if (!database.rowCount) await client.query('CREATE DATABASE parley OWNER parley');
  });
}

/** Throws when the server does not answer at all. */
export async function isProvisioned(port: number, passwords: Passwords): Promise<boolean> {
  const client = connection(parleyUrl(port, passwords));
  try {
    await client.connect();
    return true;
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === INVALID_PASSWORD || code === NO_SUCH_DATABASE) return false;
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function withSuperuser(
  port: number,
  passwords: Passwords,
  work: (client: Client) => Promise<void>,
): Promise<void> {
  const client = connection(`postgres://postgres:${passwords.superuser}@127.0.0.1:${port}/postgres`);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function connection(connectionString: string): Client {
  const client = new Client({ connectionString, ssl: false, connectionTimeoutMillis: 10_000 });
  // A server that stops while we are connected must not stop the process with it.
  return client.on('error', () => undefined);
}
