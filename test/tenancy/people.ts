import { Client } from 'pg';
import { type TestApp } from '../support/app';
import { secretIn, waitForMail } from '../support/mailbox';

export interface Person {
  readonly email: string;
  readonly token: string;
  readonly userId: string;
  readonly workspaceId: string;
}

/** A person with a workspace of their own. */
export async function signUpPerson(app: TestApp, name: string): Promise<Person> {
  const email = `${name.toLowerCase()}@example.com`;
  const account = { email, password: 'seventeen purple walruses', name, workspaceName: `${name}'s` };
  const { status, body } = await app.http<{
    accessToken: string;
    workspaceId: string;
    user: { id: string };
  }>('POST', '/auth/onboarding', { body: account });
  if (status !== 201) throw new Error(`${name} could not sign up: ${JSON.stringify(body)}`);
  return { email, token: body.accessToken, userId: body.user.id, workspaceId: body.workspaceId };
}

/** Invited by mail, and accepted. */
export async function admit(app: TestApp, host: Person, guest: Person, role: string): Promise<void> {
  const path = `/workspaces/${host.workspaceId}/invites`;
  const body = { email: guest.email, role };
  const invited = await app.http('POST', path, { token: host.token, body });
  if (invited.status !== 201) throw new Error(JSON.stringify(invited.body));
  const token = secretIn(await waitForMail(app, guest.email, 'invited'));
  const accepted = await app.http('POST', '/invites/accept', { token: guest.token, body: { token } });
  if (accepted.status !== 200) throw new Error(JSON.stringify(accepted.body));
}

/** As the database's owner, for what no route does. */
export async function inDatabase(app: TestApp, text: string, values: unknown[]): Promise<void> {
  const client = new Client({ connectionString: app.ownerUrl });
  await client.connect();
  await client.query(text, values);
  await client.end();
}
