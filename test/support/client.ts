export interface ClientRequest {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ClientAnswer<Body = Record<string, unknown>> {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly body: Body;
  readonly bytes: Buffer;
  readonly headers: Headers;
}

/** Looks at every answer; throws when it is not as it should be. */
export type Inspector = (answer: ClientAnswer<unknown>) => void;

/** One program or browser of one person; it keeps its own session. */
export abstract class Client {
  constructor(
    protected readonly origin: string,
    private readonly inspect: Inspector,
  ) {}

  async call<Body = Record<string, unknown>>(
    method: string,
    path: string,
    { body, headers }: ClientRequest = {},
  ): Promise<ClientAnswer<Body>> {
    const response = await fetch(`${this.origin}/api/v1${path}`, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...this.credentials(method),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    const content = (isJson ? JSON.parse(bytes.toString()) : bytes.toString()) as Body;
    const answer = { method, path, status: response.status, body: content, bytes, headers: response.headers };
    this.inspect(answer);
    this.remember(answer);
    return answer;
  }

  /** The headers with which this client says who it is. */
  protected abstract credentials(method: string): Record<string, string>;
  protected abstract remember(answer: ClientAnswer<unknown>): void;
  /** Buys a new pair of tokens; the access token may have expired. */
  abstract carryOn(): Promise<ClientAnswer>;
}
