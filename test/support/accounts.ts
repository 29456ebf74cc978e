import { eventually } from './eventually';
import { type TestApp } from './app';

const PASSWORD = 'seventeen purple walruses';

export interface Account {
  readonly token: string;
  readonly workspaceId: string;
}

/** A person with a workspace of their own. */
export async function signUp(app: TestApp, name: string): Promise<Account> {
  const account = { email: `${name}@example.com`, password: PASSWORD, name, workspaceName: `${name} Ltd` };
  const { status, body } = await app.http<{ accessToken: string; workspace: { id: string } }>(
    'POST',
    '/auth/onboarding',
    { body: account },
  );
  if (status !== 201) throw new Error(`${name} could not sign up: ${JSON.stringify(body)}`);
  return { token: body.accessToken, workspaceId: body.workspace.id };
}

/** Hands documents in and waits until each of them is ready or has failed. */
export async function ingest(
  app: TestApp,
  token: string,
  documents: readonly { title: string; content: string; url?: string; access?: readonly string[] }[],
): Promise<{ status: string; failed: number }> {
  const accepted = await app.http<{ ingestionId: string }>('POST', '/agents/customer-service/ingest', {
    token,
    body: { documents },
  });
  if (accepted.status !== 202) throw new Error(JSON.stringify(accepted.body));
  return eventually(async () => {
    const path = `/knowledge/ingestions/${accepted.body.ingestionId}`;
    const { body } = await app.http<{ status: string; failed: number; progress: number }>('GET', path, {
      token,
    });
    if (body.progress < 1) throw new Error(`Still ${body.status}`);
    return body;
  }, 15_000);
}
