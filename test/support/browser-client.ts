import { Client, type ClientAnswer } from './client';

export interface Cookie {
  readonly name: string;
  readonly value: string;
  /** In small letters; a flag's value is ''. */
  readonly attributes: ReadonlyMap<string, string>;
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const NO_SITE = new Set(['strict', 'lax']);

/**
 * As much of a browser as sessions need: a jar of cookies by the rules of RFC 6265bis, a script that sees the ones
 * that are not httpOnly and echoes the csrf one, and other sites that try to make it send what they want.
 */
export class BrowserClient extends Client {
  readonly jar = new Map<string, Cookie>();
  private isElsewhere = false;
  private isForgetful = false;

  /** What the page's own script can read. */
  get scriptCookies(): Cookie[] {
    return [...this.jar.values()].filter(({ attributes }) => !attributes.has('httponly'));
  }

  /** As if another site's page had started the request. */
  async fromAnotherSite(method: string, path: string, body?: unknown): Promise<ClientAnswer> {
    this.isElsewhere = true;
    return this.call(method, path, { body }).finally(() => (this.isElsewhere = false));
  }

  /** From the own site, but not by the own script: a form, or a subdomain that somebody has taken over. */
  async withoutScript(method: string, path: string, body?: unknown): Promise<ClientAnswer> {
    this.isForgetful = true;
    return this.call(method, path, { body }).finally(() => (this.isForgetful = false));
  }

  carryOn(): Promise<ClientAnswer> {
    this.jar.delete('access_token'); // its Max-Age is over
    return this.call('POST', '/auth/token', { body: {} });
  }

  protected credentials(method: string): Record<string, string> {
    const sent = [...this.jar.values()].filter(
      ({ attributes }) => !this.isElsewhere || !NO_SITE.has(attributes.get('samesite') ?? 'lax'),
    );
    if (sent.length === 0) return {};
    const echo = this.scriptCookies.find(({ name }) => name.endsWith('csrf'));
    const echoes = echo && !SAFE.has(method) && !this.isElsewhere && !this.isForgetful;
    return {
      cookie: sent.map(({ name, value }) => `${name}=${value}`).join('; '),
      ...(echoes && { 'x-csrf-token': echo.value }),
    };
  }

  protected remember({ headers }: ClientAnswer<unknown>): void {
    for (const line of headers.getSetCookie()) {
      const cookie = cookieOf(line);
      const isOver = Number(cookie.attributes.get('max-age') ?? 1) <= 0 || isPast(cookie);
      if (isOver) this.jar.delete(cookie.name);
      else this.jar.set(cookie.name, cookie);
    }
  }
}

function cookieOf(line: string): Cookie {
  const [pair, ...rest] = line.split(/;\s*/);
  const [name, value] = halvesOf(pair!);
  const attributes = rest
    .map(halvesOf)
    .map(([key, text]) => [key.toLowerCase(), text.toLowerCase()] as const);
  return { name, value, attributes: new Map(attributes) };
}

function halvesOf(text: string): [string, string] {
  const at = text.indexOf('=');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function isPast({ attributes }: Cookie): boolean {
  const expires = attributes.get('expires');
  return expires !== undefined && !attributes.has('max-age') && Date.parse(expires) <= Date.now();
}
