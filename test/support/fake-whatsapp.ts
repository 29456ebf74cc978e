import { FakeHttp, type SeenRequest } from './fake-http';

type Response = Parameters<FakeHttp['answer']>[1];

interface WhatsappMessage {
  readonly to?: string;
  readonly type?: string;
  readonly messaging_product?: string;
  readonly text?: { readonly body?: string };
  readonly context?: { readonly message_id: string };
}

/** The messages of the WhatsApp Cloud API, for one number. */
export class FakeWhatsapp {
  readonly messages: WhatsappMessage[] = [];
  instead: { readonly status: number; readonly code: number } | null = null;

  private constructor(
    private readonly server: FakeHttp,
    private readonly numberId: string,
    private readonly token: string,
  ) {}

  static async start(numberId: string, token: string): Promise<FakeWhatsapp> {
    const server = await FakeHttp.start((request, response) => fake.answer(request, response));
    const fake = new FakeWhatsapp(server, numberId, token);
    return fake;
  }

  get url(): string {
    return `${this.server.url}/v23.0`;
  }

  /** For OUTBOUND_ALLOWED_HOSTS. */
  get host(): string {
    return `127.0.0.1:${this.server.port}`;
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  private answer(request: SeenRequest, response: Response): void {
    const say = (status: number, body: object) =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const refuse = (status: number, code: number, message: string) =>
      say(status, { error: { message, type: 'OAuthException', code, fbtrace_id: 'x' } });
    if (request.headers.authorization !== `Bearer ${this.token}`)
      return refuse(401, 190, 'Invalid OAuth access token.');
    if (this.instead) return refuse(this.instead.status, this.instead.code, 'As the test wants');
    if (request.path !== `/v23.0/${this.numberId}/messages`)
      return refuse(400, 100, 'Unsupported post request.');
    const message = JSON.parse(request.body) as WhatsappMessage;
    const { to = '', text, type, messaging_product } = message;
    if (messaging_product !== 'whatsapp' || type !== 'text' || !/^\+?\d{6,15}$/.test(to) || !text?.body)
      return refuse(400, 100, 'Invalid parameter');
    if (text.body.length > 4_096)
      return refuse(400, 100, 'Param text["body"] must be at most 4096 characters long.');
    this.messages.push(message);
    return say(200, {
      messaging_product: 'whatsapp',
      contacts: [{ input: to, wa_id: to }],
      messages: [{ id: `wamid.${this.messages.length}` }],
    });
  }
}
