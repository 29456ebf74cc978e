import { Client, type ClientAnswer } from './client';

interface Tokens {
  readonly accessToken?: string;
  readonly refreshToken?: string;
}

/** A program: it reads its tokens from the bodies and knows nothing of cookies. */
export class ApiClient extends Client {
  private tokens: Tokens = {};

  protected credentials(): Record<string, string> {
    const { accessToken } = this.tokens;
    return accessToken ? { authorization: `Bearer ${accessToken}` } : {};
  }

  protected remember({ status, body, path }: ClientAnswer<unknown>): void {
    if (status < 300 && path === '/auth/logout') this.tokens = {};
    const { accessToken, refreshToken } = body as Tokens;
    if (status < 300 && accessToken) this.tokens = { refreshToken: this.tokens.refreshToken, accessToken };
    if (status < 300 && refreshToken) this.tokens = { ...this.tokens, refreshToken };
  }

  carryOn(): Promise<ClientAnswer> {
    return this.call('POST', '/auth/token', { body: { refreshToken: this.tokens.refreshToken } });
  }
}

/** A machine with an API key. */
export class KeyClient extends Client {
  private key = '';

  use(key: string): this {
    this.key = key;
    return this;
  }

  protected credentials(): Record<string, string> {
    return { 'x-api-key': this.key };
  }

  protected remember(): void {}

  carryOn(): Promise<ClientAnswer> {
    throw new Error('A key is good until it is revoked');
  }
}
