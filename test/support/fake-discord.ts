import { FakeHttp, type SeenRequest } from './fake-http';

type Response = Parameters<FakeHttp['answer']>[1];

export interface DiscordMessage {
  readonly via: 'bot' | 'interaction';
  readonly channel: string;
  readonly content: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const MOST_CHARACTERS = 2_000;

/** Discord's HTTP API for messages: a nonce that it is to enforce makes one message, however often it comes. */
export class FakeDiscord {
  readonly messages: DiscordMessage[] = [];
  /** Tokens of interactions that may still be answered. */
  readonly openInteractions = new Set<string>();
  retryAfter: number | null = null;
  private readonly nonces = new Map<string, object>();

  private constructor(
    private readonly server: FakeHttp,
    private readonly botToken: string,
  ) {}

  static async start(botToken: string): Promise<FakeDiscord> {
    const server = await FakeHttp.start((request, response) => fake.answer(request, response));
    const fake = new FakeDiscord(server, botToken);
    return fake;
  }

  get url(): string {
    return `${this.server.url}/api/v10`;
  }

  /** For OUTBOUND_ALLOWED_HOSTS. */
  get host(): string {
    return `127.0.0.1:${this.server.port}`;
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  private answer(request: SeenRequest, response: Response): void {
    const say = (status: number, body: object, headers: Record<string, string> = {}) =>
      void response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(body));
    if (this.retryAfter !== null) {
      const seconds = String(this.retryAfter);
      const words = { message: 'You are being rate limited.', retry_after: this.retryAfter, global: false };
      return say(429, words, { 'retry-after': seconds, 'x-ratelimit-reset-after': seconds });
    }
    const [, token] = /^\/api\/v10\/webhooks\/\d+\/([^/?]+)\?wait=true$/.exec(request.path) ?? [];
    const [, channel] = /^\/api\/v10\/channels\/([^/]+)\/messages$/.exec(request.path) ?? [];
    if (token && !this.openInteractions.has(token))
      return say(404, { message: 'Unknown Webhook', code: 10_015 });
    if (channel && request.headers.authorization !== `Bot ${this.botToken}`)
      return say(401, { message: '401: Unauthorized', code: 0 });
    if (channel && !/^\d+$/.test(channel)) return say(404, { message: 'Unknown Channel', code: 10_003 });
    if (!token && !channel) return say(404, { message: '404: Not Found', code: 0 });
    const body = JSON.parse(request.body) as Record<string, unknown>;
    const content = typeof body.content === 'string' ? body.content : '';
    if (!content) return say(400, { message: 'Cannot send an empty message', code: 50_006 });
    if (content.length > MOST_CHARACTERS) return say(400, { message: 'Invalid Form Body', code: 50_035 });
    return say(
      200,
      this.keep(body, { via: token ? 'interaction' : 'bot', channel: channel ?? '', content, body }),
    );
  }

  private keep({ nonce, enforce_nonce }: Readonly<Record<string, unknown>>, message: DiscordMessage): object {
    const key = enforce_nonce === true ? `${message.channel} ${String(nonce)}` : null;
    const known = key === null ? undefined : this.nonces.get(key);
    if (known) return known;
    this.messages.push(message);
    const kept = { id: `90000000000000000${this.messages.length}`, content: message.content, nonce };
    if (key !== null) this.nonces.set(key, kept);
    return kept;
  }
}
