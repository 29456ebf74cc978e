import { createHmac } from 'node:crypto';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';

/**
 * Who may do what. The owner (the login of DATABASE_URL) owns every table and only migrates;
 * `app` reads and writes rows under row-level security; `relay` sees outbox, deliveries and
 * dead letters of all tenants and nothing else; `queue` sees the job queue's own schema.
 */
const LOGINS = ['app', 'relay', 'queue'] as const;
export type Login = (typeof LOGINS)[number];

/** Roles belong to the whole cluster: the owner's name keeps two deployments on one cluster apart. */
export const roleName = (owner: string, login: Login): string => `${owner}_${login}`;

/** The URL of one of the application's logins. Every instance derives the same password from the owner's. */
export function loginUrl(ownerUrl: string, login: Login): string {
  const url = new URL(ownerUrl);
  const role = roleName(decodeURIComponent(url.username), login);
  url.password = passwordOf(url, role);
  url.username = encodeURIComponent(role);
  return url.toString();
}

export async function ensureLogins(owner: Client, ownerUrl: string): Promise<void> {
  const url = new URL(ownerUrl);
  const ownerName = decodeURIComponent(url.username);
  for (const login of LOGINS) {
    // Roles are shared by all databases of the cluster: changing one that is right would only cause conflicts.
    if (await canLogIn(loginUrl(ownerUrl, login))) continue;
    const role = roleName(ownerName, login);
    const { rowCount } = await owner.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
    const verb = rowCount ? 'ALTER' : 'CREATE';
    await owner.query(
      `${verb} ROLE ${escapeIdentifier(role)} LOGIN NOCREATEROLE NOCREATEDB NOINHERIT PASSWORD ${escapeLiteral(passwordOf(url, role))}`,
    );
  }
}

async function canLogIn(connectionString: string): Promise<boolean> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function passwordOf(ownerUrl: URL, role: string): string {
  if (!ownerUrl.password) {
    throw new Error('DATABASE_URL must carry a password: the logins of the application are derived from it.');
  }
  return createHmac('sha256', decodeURIComponent(ownerUrl.password))
    .update(`parley login ${role}`)
    .digest('base64url');
}
