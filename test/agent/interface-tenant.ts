import { type Account, ingest, signUp } from '../support/accounts';
import { type TestApp } from '../support/app';

export const RETURNS = {
  title: 'Returns',
  url: 'https://example.com/returns',
  content: '# Returns\n\nGoods can be returned within 30 days of delivery. Refunds take five working days.',
};
export const QUESTION = 'Within how many days can goods be returned?';

export interface InterfaceTenant extends Account {
  /** A key of the workspace, for a machine with these scopes. */
  key(scopes: readonly string[], role?: string): Promise<string>;
}

/** A workspace whose agent knows about returns, and which others reach by their own protocols. */
export async function interfaceTenant(app: TestApp, name: string): Promise<InterfaceTenant> {
  const account = await signUp(app, name);
  await ingest(app, account.token, [RETURNS]);
  const key = async (scopes: readonly string[], role = 'service'): Promise<string> => {
    const path = `/workspaces/${account.workspaceId}/api-keys`;
    const made = await app.http<{ secret: string }>('POST', path, {
      token: account.token,
      body: { name: 'Client', role, scopes },
    });
    if (made.status !== 201) throw new Error(JSON.stringify(made.body));
    return made.body.secret;
  };
  return { ...account, key };
}
