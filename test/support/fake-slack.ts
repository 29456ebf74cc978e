import { FakeHttp, type SeenRequest } from './fake-http';

type Response = Parameters<FakeHttp['answer']>[1];

/** Slack's Web API, as far as a bot that answers needs it: takes, refuses and puts off as Slack does. */
export class FakeSlack {
  readonly posted: Readonly<Record<string, unknown>>[] = [];
  /** What to say instead of taking the message: an error of Slack's, or the seconds to wait. */
  instead: { readonly error: string } | { readonly retryAfter: number } | { readonly status: number } | null =
    null;

  private constructor(
    private readonly server: FakeHttp,
    private readonly token: string,
  ) {}

  static async start(token: string): Promise<FakeSlack> {
    const server = await FakeHttp.start((request, response) => fake.answer(request, response));
    const fake = new FakeSlack(server, token);
    return fake;
  }

  get url(): string {
    return `${this.server.url}/api`;
  }

  /** For OUTBOUND_ALLOWED_HOSTS. */
  get host(): string {
    return `127.0.0.1:${this.server.port}`;
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  private answer(request: SeenRequest, response: Response): void {
    const say = (body: object, status = 200, headers: Record<string, string> = {}) =>
      void response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(body));
    const refuse = (error: string) => say({ ok: false, error });
    if (request.method !== 'POST' || request.path !== '/api/chat.postMessage')
      return refuse('unknown_method');
    if (request.headers.authorization !== `Bearer ${this.token}`) return refuse('invalid_auth');
    const given = argumentsOf(request);
    if (this.instead && 'retryAfter' in this.instead)
      return say({ ok: false, error: 'ratelimited' }, 429, {
        'retry-after': String(this.instead.retryAfter),
      });
    if (this.instead && 'status' in this.instead) return say({}, this.instead.status);
    if (this.instead) return refuse(this.instead.error);
    if (!/^[CDG][A-Z0-9]+$/.test(String(given.channel))) return refuse('channel_not_found');
    if (typeof given.text !== 'string' || !given.text) return refuse('no_text');
    if (given.text.length > 40_000) return refuse('msg_too_long');
    this.posted.push(given);
    const ts = `1764000000.${String(this.posted.length).padStart(6, '0')}`;
    return say({ ok: true, channel: given.channel, ts, message: { type: 'message', text: given.text, ts } });
  }
}

/** Slack takes both forms, and its own client sends the second. */
function argumentsOf({ headers, body }: SeenRequest): Readonly<Record<string, unknown>> {
  if (headers['content-type']?.startsWith('application/json'))
    return JSON.parse(body) as Record<string, unknown>;
  return Object.fromEntries(new URLSearchParams(body));
}
