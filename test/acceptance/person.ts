import { Secret, TOTP } from 'otpauth';
import { type TestApp } from '../support/app';
import { type Client, type ClientAnswer } from '../support/client';
import { secretIn, waitForMail } from '../support/mailbox';

const STEP_MS = 30_000;

interface Me {
  readonly user: { readonly id: string; readonly name: string; readonly hasSecondFactor: boolean };
  readonly workspaces: readonly { readonly id: string; readonly name: string; readonly role: string }[];
}

/** Somebody with a mailbox, an authenticator app and a client; what they do is said in their own words. */
export class Person {
  readonly email: string;
  readonly password = 'seventeen purple walruses';
  private seed = '';
  private lastStep = -2;

  constructor(
    private readonly app: TestApp,
    readonly client: Client,
    readonly name: string,
  ) {
    this.email = `${name.toLowerCase()}@example.com`;
  }

  async signUp(workspaceName: string): Promise<string> {
    const { email, password, name } = this;
    const body = { email, password, name, workspaceName };
    return (await this.done<{ workspaceId: string }>('POST', '/auth/onboarding', body)).workspaceId;
  }

  signIn(more: Record<string, string> = {}): Promise<ClientAnswer> {
    const { email, password } = this;
    return this.client.call('POST', '/auth/login', { body: { email, password, ...more } });
  }

  signOut(): Promise<unknown> {
    return this.done('POST', '/auth/logout', {});
  }

  me(): Promise<Me> {
    return this.done<Me>('GET', '/auth/me');
  }

  async roleIn(workspaceId: string): Promise<string | undefined> {
    return (await this.me()).workspaces.find(({ id }) => id === workspaceId)?.role;
  }

  async secretFromMail(subject: string): Promise<string> {
    return secretIn(await waitForMail(this.app, this.email, subject));
  }

  async setUpSecondFactor(): Promise<string[]> {
    const { secret } = await this.done<{ secret: string }>('POST', '/auth/totp/setup', {});
    this.seed = secret;
    const confirm = { code: this.freshCode() };
    return (await this.done<{ recoveryCodes: string[] }>('POST', '/auth/totp/confirm', confirm))
      .recoveryCodes;
  }

  /** A code counts once: the next one is of the next half minute, which the server takes a little early. */
  freshCode(): string {
    this.lastStep++;
    const timestamp = Date.now() + this.lastStep * STEP_MS;
    return new TOTP({ secret: Secret.fromBase32(this.seed) }).generate({ timestamp });
  }

  /** Fails unless it succeeds. */
  async done<Body>(method: string, path: string, body?: unknown): Promise<Body> {
    const answer = await this.client.call<Body>(method, path, { body });
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${answer.bytes.toString()}`);
    return answer.body;
  }

  /** Its code, where it is refused. */
  async refused(method: string, path: string, body?: unknown): Promise<string> {
    const answer = await this.client.call<{ code?: string }>(method, path, { body });
    return `${answer.status} ${answer.body.code ?? ''}`.trim();
  }
}
