import { SessionGrants } from '../../src/contexts/identity/commands/session-grants';
import { Database, NO_TENANT } from '../../src/platform/database/database';
import { sql } from '../../src/platform/database/sql';
import { type TestApp } from '../support/app';

interface Onboarded {
  readonly user: { readonly id: string };
  readonly workspaceId: string;
}

/**
 * Owner of a workspace and administrator, signed in just now with a second factor: whom no guard turns away, so that
 * what is sent reaches the forms.
 */
export class AlmightyCaller {
  private static count = 0;

  private constructor(
    private readonly app: TestApp,
    private readonly me: Onboarded,
  ) {}

  static async signUp(app: TestApp): Promise<AlmightyCaller> {
    const name = `almighty${++AlmightyCaller.count}`;
    const password = 'seventeen purple walruses';
    const body = { email: `${name}@example.com`, password, name, workspaceName: name };
    const { body: me } = await app.http<Onboarded>('POST', '/auth/onboarding', { body });
    await app.app
      .get(Database)
      .query(NO_TENANT, sql`UPDATE identity.users SET is_administrator = true WHERE id = ${me.user.id}`);
    return new AlmightyCaller(app, me);
  }

  get workspaceId(): string {
    return this.me.workspaceId;
  }

  get userId(): string {
    return this.me.user.id;
  }

  /** A session of its own, because a request may end the one that it is made with. */
  async token(): Promise<string> {
    const person = { userId: this.userId, securityVersion: await this.securityVersion() };
    const standing = { workspaceId: this.workspaceId, role: 'owner' } as const;
    const device = { userAgent: null, address: null };
    const grant = await this.app.app.get(SessionGrants).open(person, standing, device, { isStrong: true });
    return grant.accessToken;
  }

  /** Until a request has deleted the person or the workspace, or shut them out of it. */
  async isStillThere(): Promise<boolean> {
    const token = await this.token().catch(() => '');
    const { status } = await this.app.http('PATCH', `/workspaces/${this.workspaceId}`, { token, body: {} });
    return status === 200;
  }

  private async securityVersion(): Promise<number> {
    const [row] = await this.app.app
      .get(Database)
      .query<{ version: number }>(
        NO_TENANT,
        sql`SELECT security_version AS version FROM identity.users WHERE id = ${this.userId}`,
      );
    return row?.version ?? 0;
  }
}
