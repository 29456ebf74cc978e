import { FakeHttp } from './fake-http';

interface SentMessage {
  readonly chat_id: number;
  readonly text: string;
  readonly parse_mode?: string;
  readonly message_thread_id?: number;
  readonly reply_parameters?: { readonly message_id: number };
}

interface Refusal {
  readonly status: number;
  readonly body: object;
}

/** A sign that means something in MarkdownV2 and has no backslash before it, outside of markup that is closed. */
const MARKUP = /```[\s\S]*?```|`[^`\n]*`|\[(?:\\.|[^\]\\])*\]\((?:\\.|[^)\\])*\)|\\[_*[\]()~`>#+\-=|{}.!\\]/g;
const BOLD = /\*[^*\n]+\*/g;
const RESERVED = /[_*[\]()~`>#+\-=|{}.!\\]/;

/** Telegram's Bot API on loopback: it reads MarkdownV2 as strictly as the real one, and calls webhooks as that does. */
export class FakeTelegram {
  readonly sent: SentMessage[] = [];
  private readonly refusals: Refusal[] = [];
  private updateId = 1_000;
  private messageId = 100;

  private constructor(
    private readonly server: FakeHttp,
    readonly botToken: string,
  ) {}

  static async start(botToken = '4815:AAE-162342'): Promise<FakeTelegram> {
    const server = await FakeHttp.start((request, response) => {
      const { status, body } = fake.answer(request.path, request.body);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    const fake = new FakeTelegram(server, botToken);
    return fake;
  }

  get url(): string {
    return this.server.url;
  }

  /** For OUTBOUND_ALLOWED_HOSTS. */
  get host(): string {
    return `127.0.0.1:${this.server.port}`;
  }

  /** How often it was asked to send, also in vain. */
  get asked(): number {
    return this.server.seen.length;
  }

  /** The next message is not taken, because there were too many. */
  refuseOnce(seconds: number): void {
    const description = `Too Many Requests: retry after ${seconds}`;
    const parameters = { retry_after: seconds };
    this.refusals.push({ status: 429, body: { ok: false, error_code: 429, description, parameters } });
  }

  /** Whether the next message was taken, nobody knows. */
  breakOnce(): void {
    this.refusals.push({ status: 502, body: { ok: false, error_code: 502, description: 'Bad Gateway' } });
  }

  refuseForGood(description = 'Forbidden: bot was blocked by the user'): void {
    this.refusals.push({ status: 403, body: { ok: false, error_code: 403, description } });
  }

  textsTo(chatId: number): string[] {
    return this.sent.filter(({ chat_id }) => chat_id === chatId).map(({ text }) => text);
  }

  /** As it is delivered to a webhook. */
  update(
    chatId: number,
    text: string,
    { language = 'en', date = Math.floor(Date.now() / 1_000) } = {},
  ): object {
    const from = { id: chatId, is_bot: false, first_name: 'Ada', language_code: language };
    const message = { message_id: ++this.messageId, date, chat: { id: chatId, type: 'private' }, from, text };
    return { update_id: ++this.updateId, message };
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  private answer(path: string, body: string): Refusal {
    const refusal = this.refusals.shift();
    if (refusal) return refusal;
    if (path !== `/bot${this.botToken}/sendMessage`)
      return { status: 401, body: { ok: false, error_code: 401, description: 'Unauthorized' } };
    const message = JSON.parse(body) as SentMessage;
    const problem = problemOf(message);
    if (problem)
      return { status: 400, body: { ok: false, error_code: 400, description: `Bad Request: ${problem}` } };
    this.sent.push(message);
    return {
      status: 200,
      body: { ok: true, result: { message_id: ++this.messageId, chat: { id: message.chat_id } } },
    };
  }
}

function problemOf({ chat_id: chatId, text, parse_mode: mode }: SentMessage): string | null {
  if (!Number.isSafeInteger(chatId)) return 'chat not found';
  if (text.length === 0) return 'message text is empty';
  if (mode !== 'MarkdownV2') return text.length > 4_096 ? 'message is too long' : null;
  const plain = text.replace(MARKUP, 'x').replace(BOLD, 'x');
  const sign = RESERVED.exec(plain);
  if (sign) return `can't parse entities: character '${sign[0]}' is reserved and must be escaped`;
  return text.replace(/\\(.)/g, '$1').length > 4_096 ? 'message is too long' : null;
}
