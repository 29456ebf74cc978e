import { Secret, TOTP } from 'otpauth';
import { type TestApp, type TestRequest } from '../support/app';
import { Canaries } from '../support/canaries';
import { secretIn, waitForMail } from '../support/mailbox';

const EMAIL = 'secretive@example.com';
const STEP_MS = 30_000;

interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly workspaceId: string;
}

/** Somebody who uses every secret that there is, rightly and wrongly; what they are refused with is kept. */
export class SecretLife {
  readonly secrets = new Canaries('verysecret');
  readonly refusals: string[] = [];

  constructor(private readonly app: TestApp) {}

  async live(): Promise<void> {
    const { jwtSecret, adminKey, ownerUrl } = this.app.runtime;
    this.secrets.know('signing secret', jwtSecret);
    this.secrets.know('administrator’s key', adminKey);
    this.secrets.know('password of the database', new URL(ownerUrl).password);
    const tokens = await this.signUp();
    await this.mistype();
    await this.carryOn(tokens);
    await this.followLinks();
    const { accessToken, workspaceId } = await this.logIn(this.secrets.at('new password'));
    await this.makeKey(accessToken, workspaceId);
    await this.invite(accessToken, workspaceId);
    await this.setUpSecondFactor(accessToken);
    await this.send('/agents/customer-service/run', { message: 'Hello' }, accessToken);
  }

  private async signUp(): Promise<Tokens> {
    const password = this.secrets.plant('password');
    const account = { email: EMAIL, password, name: 'Ada', workspaceName: 'Acme' };
    return this.know((await this.send<Tokens>('/auth/onboarding', account)).body);
  }

  private async logIn(password: string): Promise<Tokens> {
    return this.know((await this.send<Tokens>('/auth/login', { email: EMAIL, password })).body);
  }

  /** What people type into the wrong place, or get wrong. */
  private async mistype(): Promise<void> {
    const password = this.secrets.plant('wrong password');
    await this.send('/auth/login', { email: EMAIL, password });
    await this.send('/auth/login', { email: EMAIL, password: [password] });
    await this.send('/auth/login', { email: password, password });
    await this.send(`/auth/login?password=${password}`, { email: EMAIL });
    // Names of fields and paths are told again to whom they came from: to nobody else, nor to the log.
    await this.app.http('POST', '/auth/login', { body: { [password]: password } });
    await this.app.http('POST', `/nowhere/${password}?token=${password}`, { body: {} });
    const broken = {
      body: undefined,
      headers: { 'content-type': 'application/json', cookie: `access_token=${password}` },
    };
    await this.ask('POST', '/auth/login', broken);
    await this.ask('GET', '/auth/me', { token: this.secrets.plant('wrong token') });
    await this.ask('GET', '/auth/me', { headers: { 'x-api-key': this.secrets.plant('wrong key') } });
    await this.ask('GET', '/auth/me', { headers: { 'x-api-key': `prk_${this.secrets.plant('no key')}` } });
    await this.ask('GET', '/auth/me', { headers: { 'x-workspace-id': this.secrets.plant('no id') } });
  }

  private async carryOn({ refreshToken }: Tokens): Promise<void> {
    this.know((await this.send<Tokens>('/auth/token', { refreshToken })).body);
    await this.send('/auth/token', { refreshToken });
    await this.send('/auth/token', { refreshToken: `${refreshToken}x` });
  }

  private async followLinks(): Promise<void> {
    await this.send('/auth/magic-link', { email: EMAIL });
    const link = this.secrets.know('magic link', secretIn(await waitForMail(this.app, EMAIL, 'sign in')));
    this.know((await this.send<Tokens>('/auth/magic-link/verify', { token: link })).body);
    await this.send('/auth/magic-link/verify', { token: link });
    await this.send('/auth/password/forgot', { email: EMAIL });
    const reset = this.secrets.know(
      'reset link',
      secretIn(await waitForMail(this.app, EMAIL, 'Choose a new')),
    );
    await this.send('/auth/password/reset', { token: reset, password: 'short' });
    await this.send('/auth/password/reset', { token: reset, password: this.secrets.plant('new password') });
    await this.send('/auth/password/reset', { token: reset, password: this.secrets.at('password') });
  }

  private async makeKey(token: string, workspaceId: string): Promise<void> {
    const body = { name: 'Web shop', role: 'service', scopes: ['knowledge:read'] };
    const headers = { 'idempotency-key': 'once' };
    const made = await this.ask<{ secret: string }>('POST', `/workspaces/${workspaceId}/api-keys`, {
      token,
      body,
      headers,
    });
    const key = this.secrets.know('API key', made.body.secret);
    await this.ask('GET', '/knowledge/documents', { headers: { 'x-api-key': key } });
    await this.ask('GET', '/conversations', { headers: { 'x-api-key': key } });
    await this.ask('GET', '/conversations', { headers: { 'x-api-key': `${key.slice(0, -1)}!` } });
    const operator = { 'x-api-key': this.app.runtime.adminKey };
    await this.ask('GET', '/admin/workspaces', { headers: operator });
    await this.ask('GET', '/knowledge/documents', { headers: operator });
  }

  private async invite(token: string, workspaceId: string): Promise<void> {
    const guest = 'guest@example.com';
    const body = { email: guest, role: 'member' };
    await this.ask('POST', `/workspaces/${workspaceId}/invites`, { token, body });
    const code = this.secrets.know('invitation', secretIn(await waitForMail(this.app, guest, 'invited')));
    await this.ask('POST', '/invites/accept', { token, body: { token: code } });
  }

  private async setUpSecondFactor(token: string): Promise<void> {
    const offer = await this.ask<{ secret: string }>('POST', '/auth/totp/setup', { token, body: {} });
    const secret = this.secrets.know('seed of the second factor', offer.body.secret);
    const totp = new TOTP({ secret: Secret.fromBase32(secret) });
    const code = totp.generate({ timestamp: Date.now() - STEP_MS });
    const confirmed = await this.ask<{ recoveryCodes: string[] }>('POST', '/auth/totp/confirm', {
      token,
      body: { code },
    });
    confirmed.body.recoveryCodes.forEach((one, index) => this.secrets.know(`recovery code ${index}`, one));
    const password = this.secrets.at('new password');
    const [recoveryCode] = confirmed.body.recoveryCodes;
    for (const used of [recoveryCode, recoveryCode]) {
      this.know((await this.send<Tokens>('/auth/login', { email: EMAIL, password, totp: used })).body);
    }
  }

  private know(tokens: Tokens): Tokens {
    if (!tokens.accessToken) return tokens;
    const number = this.secrets.size;
    this.secrets.know(`access token ${number}`, tokens.accessToken);
    this.secrets.know(`signature of access token ${number}`, tokens.accessToken.split('.')[2]!);
    this.secrets.know(`refresh token ${number}`, tokens.refreshToken);
    return tokens;
  }

  private send<Body>(path: string, body: object, token?: string) {
    return this.ask<Body>('POST', path, { body, token });
  }

  private async ask<Body>(method: string, path: string, request: TestRequest) {
    const answer = await this.app.http<Body>(method, path, request);
    if (answer.status >= 400) this.refusals.push(JSON.stringify([answer.body, [...answer.headers]]));
    return answer;
  }
}
