import { FakeHttp, type SeenRequest } from './fake-http';

type Response = Parameters<FakeHttp['answer']>[1];
type Form = Readonly<Record<string, string>>;

/** Twilio's REST API for messages and for calls in progress. */
export class FakeTwilio {
  readonly messages: Form[] = [];
  /** What each call in progress was last told to do. */
  readonly scripts = new Map<string, string>();
  instead: { readonly status: number; readonly code?: number; readonly retryAfter?: number } | null = null;

  private constructor(
    private readonly server: FakeHttp,
    private readonly account: string,
    private readonly token: string,
  ) {}

  static async start(account: string, token: string): Promise<FakeTwilio> {
    const server = await FakeHttp.start((request, response) => fake.answer(request, response));
    const fake = new FakeTwilio(server, account, token);
    return fake;
  }

  get url(): string {
    return `${this.server.url}/2010-04-01`;
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
    const refuse = (status: number, code: number, message: string, headers = {}) =>
      say(
        status,
        { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
        headers,
      );
    const basic = Buffer.from(`${this.account}:${this.token}`).toString('base64');
    if (request.headers.authorization !== `Basic ${basic}`) return refuse(401, 20_003, 'Authenticate');
    if (this.instead) {
      const { status, code = 20_500, retryAfter } = this.instead;
      return refuse(
        status,
        code,
        'As the test wants',
        retryAfter ? { 'retry-after': String(retryAfter) } : {},
      );
    }
    const path = request.path.replace(`/2010-04-01/Accounts/${this.account}`, '');
    const form = Object.fromEntries(new URLSearchParams(request.body));
    const call = /^\/Calls\/(CA\w+)\.json$/.exec(path)?.[1];
    if (path === '/Messages.json') return this.message(form, say, refuse);
    if (!call) return refuse(404, 20_404, 'The requested resource was not found');
    if (!this.scripts.has(call)) return refuse(400, 21_220, 'Call is not in-progress. Cannot redirect.');
    if ((form.Twiml ?? '').length > 4_000) return refuse(400, 21_624, 'Invalid Twiml');
    this.scripts.set(call, form.Twiml ?? '');
    return say(200, { sid: call, status: 'in-progress' });
  }

  private message(
    form: Form,
    say: (status: number, body: object) => void,
    refuse: (status: number, code: number, message: string) => void,
  ): void {
    if (!/^\+\d{6,15}$/.test(form.To ?? '')) return refuse(400, 21_211, "Invalid 'To' Phone Number");
    if (!form.From && !form.MessagingServiceSid)
      return refuse(400, 21_603, "A 'From' phone number is required");
    if (!form.Body) return refuse(400, 21_602, 'Message body is required');
    if (form.Body.length > 1_600)
      return refuse(400, 21_617, 'The concatenated message body exceeds the limit');
    this.messages.push(form);
    return say(201, { sid: `SM${String(this.messages.length).padStart(32, '0')}`, status: 'queued' });
  }
}
