import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEMO_DOCUMENTS } from './demo-documents';

const EMAIL = 'demo@parley.example';
const WAIT_MS = 30_000;
const POLL_MS = 100;

export interface DemoSignIn {
  readonly email: string;
  readonly password: string;
  readonly accessToken: string;
}

/**
 * Makes the demo workspace through the public API, as any client would. Doing it again changes nothing:
 * a known account is signed in, and documents that are there already are skipped.
 */
export async function seedDemo(url: string, dataDirectory: string): Promise<DemoSignIn> {
  const password = demoPassword(dataDirectory);
  const accessToken = (await signIn(url, password)) ?? (await signUp(url, password));
  await ingest(url, accessToken);
  return { email: EMAIL, password, accessToken };
}

/** Random per installation: a password that everybody knows would be a default secret. */
function demoPassword(dataDirectory: string): string {
  const file = join(dataDirectory, 'demo-password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(12).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

async function signIn(url: string, password: string): Promise<string | null> {
  const response = await post(url, '/auth/login', { email: EMAIL, password });
  if (response.status === 401) return null;
  return ((await read(response)) as { accessToken: string }).accessToken;
}

async function signUp(url: string, password: string): Promise<string> {
  const account = { email: EMAIL, password, name: 'Demo', workspaceName: 'Parley Demo' };
  const response = await post(url, '/auth/onboarding', account);
  if (response.status === 409) {
    throw new Error(
      `${EMAIL} exists with another password than the one in the data directory; remove the account.`,
    );
  }
  return ((await read(response)) as { accessToken: string }).accessToken;
}

async function ingest(url: string, token: string): Promise<void> {
  const response = await post(url, '/agents/customer-service/ingest', { documents: DEMO_DOCUMENTS }, token);
  const { ingestionId } = (await read(response)) as { ingestionId: string };
  const deadline = Date.now() + WAIT_MS;
  while (Date.now() < deadline) {
    const headers = { authorization: `Bearer ${token}` };
    const ingestion = await read(
      await fetch(`${url}/api/v1/knowledge/ingestions/${ingestionId}`, { headers }),
    );
    if ((ingestion as { progress: number }).progress >= 1) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function post(url: string, path: string, body: unknown, token?: string): Promise<Response> {
  return fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
}

async function read(response: Response): Promise<unknown> {
  const body: unknown = await response.json();
  if (!response.ok) throw new Error(`The demo could not be made: ${JSON.stringify(body)}`);
  return body;
}
